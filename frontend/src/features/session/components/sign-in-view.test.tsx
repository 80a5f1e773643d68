import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { SignInView } from "./sign-in-view";

const router = { replace: vi.fn(), push: vi.fn() };
let query = "";
vi.mock("next/navigation", () => ({
  useRouter: () => router,
  useSearchParams: () => new URLSearchParams(query),
}));

const nobody = { signed_in: false, factor_due: false, setup_needed: false, sign_in_possible: true, google: false, permissions: ["open"], user: null };
const owner = { ...nobody, signed_in: true };

async function enter(password: string) {
  await userEvent.clear(await screen.findByLabelText(/Name/));
  await userEvent.type(screen.getByLabelText(/Name/), "owner");
  await userEvent.clear(screen.getByLabelText(/^Password/));
  await userEvent.type(screen.getByLabelText(/^Password/), password);
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

describe("signing in", () => {
  beforeEach(() => {
    router.replace.mockReset();
    query = "next=%2Ftrace%2F%3Fq%3Da";
  });

  it("says what is wrong, and goes on where one wanted to after the right password", async () => {
    let answer: unknown = new Failure(401, "sign_in_refused", "Name or password is not right.");
    fakeApi({ "GET /session": nobody, "POST /session": () => answer });
    renderApp(<SignInView />);
    await enter("wrong");
    expect(await screen.findByText("Name or password is not right.")).toBeTruthy();
    answer = owner;
    await enter("right");
    await waitFor(() => expect(router.replace).toHaveBeenCalledWith("/trace/?q=a"));
  });

  it("counts down while no attempt is taken", async () => {
    fakeApi({ "GET /session": nobody, "POST /session": new Failure(429, "sign_in_paused", "Wait.", { retry_after_s: 9 }) });
    renderApp(<SignInView />);
    await enter("wrong");
    expect(await screen.findByText(/Try again in 9 seconds/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Sign in" })).toHaveProperty("disabled", true);
  });

  it("asks for the second factor", async () => {
    fakeApi({ "GET /session": nobody, "POST /session": { ...nobody, factor_due: true } });
    renderApp(<SignInView />);
    await enter("right");
    expect(await screen.findByRole("heading", { name: "One more step" })).toBeTruthy();
  });

  it("offers Google only where it is set up, and says why Google's answer was refused", async () => {
    query = "error=google_refused";
    fakeApi({ "GET /session": { ...nobody, google: true } });
    renderApp(<SignInView />);
    expect(await screen.findByRole("link", { name: "Sign in with Google" })).toHaveProperty(
      "href",
      expect.stringContaining("/api/session/google?next=%2F"),
    );
    expect(screen.getByText(/has no access here/)).toBeTruthy();
  });

  it("says where the first administrator is made", async () => {
    fakeApi({ "GET /session": { ...nobody, setup_needed: true, sign_in_possible: false } });
    renderApp(<SignInView />);
    expect(await screen.findByRole("heading", { name: "There is no administrator yet" })).toBeTruthy();
    expect(screen.queryByLabelText(/^Password/)).toBeNull();
  });

  it("lets others sign in where there is no administrator, and says how one is made", async () => {
    fakeApi({ "GET /session": { ...nobody, setup_needed: true }, "POST /session": owner });
    renderApp(<SignInView />);
    expect(await screen.findByText(/user add NAME --role admin/)).toBeTruthy();
    await enter("fitting");
    await waitFor(() => expect(router.replace).toHaveBeenCalledWith("/trace/?q=a"));
  });
});
