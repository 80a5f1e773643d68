import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { api } from "@/lib/api/client";
import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { useSignOut } from "./session";
import { SessionGate } from "./session-gate";

const router = { replace: vi.fn(), push: vi.fn() };
let pathname = "/trace/";
let query = "";
vi.mock("next/navigation", () => ({
  useRouter: () => router,
  usePathname: () => pathname,
  useSearchParams: () => new URLSearchParams(query),
}));

const owner = { signed_in: true, factor_due: false, permissions: ["open", "read", "search"], whole_site: true, user: null };
const nobody = { signed_in: false, factor_due: false, permissions: ["open"], whole_site: false, user: null };

function SignOut() {
  const out = useSignOut();
  return <button onClick={() => out.mutate()}>out</button>;
}

function gate(page: ReactNode = "page") {
  return renderApp(
    <SessionGate waiting="waiting" bare={(page) => <p>bare {page}</p>} framed={(page) => <p>framed {page}</p>} again="sign in again">
      {page}
    </SessionGate>,
  );
}

describe("the gate", () => {
  beforeEach(() => {
    router.replace.mockReset();
    pathname = "/trace/";
    query = "";
  });

  it("shows the page to who is signed in", async () => {
    fakeApi({ "GET /session": owner });
    gate();
    expect(await screen.findByText("framed page")).toBeTruthy();
    expect(router.replace).not.toHaveBeenCalled();
  });

  it("leads everybody else to the sign-in, and says where they wanted to go", async () => {
    query = "q=SPX 1&event=e";
    fakeApi({ "GET /session": nobody });
    gate();
    await waitFor(() => expect(router.replace).toHaveBeenCalledWith(`/sign-in/?next=${encodeURIComponent("/trace/?q=SPX+1&event=e")}`));
    expect(screen.queryByText("framed page")).toBeNull();
  });

  it("leaves the open pages alone", async () => {
    pathname = "/join";
    fakeApi({ "GET /session": nobody });
    gate();
    expect(await screen.findByText("bare page")).toBeTruthy();
    expect(router.replace).not.toHaveBeenCalled();
  });

  it("keeps the page whose session has ended, and asks to sign in there", async () => {
    let session: unknown = owner;
    fakeApi({ "GET /session": () => session, "GET /cameras": new Failure(401, "sign_in_needed", "Sign in.") });
    gate();
    await screen.findByText("framed page");
    session = nobody;
    await expect(api("/cameras")).rejects.toMatchObject({ status: 401 });
    expect(await screen.findByText("sign in again")).toBeTruthy();
    expect(screen.getByText("framed page")).toBeTruthy();
    expect(router.replace).not.toHaveBeenCalled();
  });

  it("leads to the sign-in after signing out", async () => {
    let session: unknown = owner;
    fakeApi({
      "GET /session": () => session,
      "DELETE /session": () => {
        session = nobody;
        return {};
      },
    });
    gate(<SignOut />);
    await userEvent.click(await screen.findByRole("button", { name: "out" }));
    await waitFor(() => expect(router.replace).toHaveBeenCalledWith("/sign-in/?next=%2Ftrace%2F"));
    expect(screen.queryByText("framed")).toBeNull();
  });

  it("does not take a wrong password for the end of a session", async () => {
    const calls = fakeApi({ "GET /session": owner, "POST /x": new Failure(401, "password_wrong", "No.") });
    gate();
    await screen.findByText("framed page");
    await expect(api("/x", { method: "POST", json: {} })).rejects.toMatchObject({ status: 401 });
    expect(calls.filter((call) => call.path === "/session")).toHaveLength(1);
  });

  it("shows the frame when the server cannot be asked", async () => {
    fakeApi({ "GET /session": new TypeError("refused") });
    gate();
    expect(await screen.findByText("framed page")).toBeTruthy();
    expect(router.replace).not.toHaveBeenCalled();
  });
});
