import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { Toaster } from "@/components/feedback/toaster";
import { fakeApi, slowly } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { UsersView } from "./users-view";

vi.mock("next/navigation", () => ({ usePathname: () => "/users/", useRouter: () => ({}), useSearchParams: () => new URLSearchParams() }));

const owner = {
  id: 1, name: "owner", display_name: "", email: null, photo_url: null, role: "admin", cameras: null, enabled: true,
  has_password: true, google: false, second_factor: true, created_ms: 0, last_login_ms: 0, invited_until_ms: null,
};
const lan = { ...owner, id: 2, name: "lan", role: "viewer", cameras: [7], has_password: false, second_factor: false, last_login_ms: null };
const session = { signed_in: true, factor_due: false, setup_needed: false, sign_in_possible: true, google: false, user: owner, permissions: ["admin"], whole_site: true };
const cameras = { items: [{ id: 7, name: "Bàn 7", timezone: "UTC" }], total: 1 };

function open(more: Record<string, unknown> = {}) {
  const calls = fakeApi({ "GET /users": { items: [owner, lan], total: 2 }, "GET /session": session, "GET /cameras": cameras, ...more });
  renderApp(<UsersView />);
  return calls;
}

describe("users", () => {
  it("says of everybody what they are and see", async () => {
    open();
    expect(await screen.findByText("lan")).toBeTruthy();
    expect(await screen.findByText("Bàn 7")).toBeTruthy();
    expect(screen.getByText("The invitation is over; make a new address")).toBeTruthy();
    expect(screen.getByText("second factor")).toBeTruthy();
  });

  it("keeps the last administrator one, and says why", async () => {
    open();
    await userEvent.click(await screen.findByRole("button", { name: "Change owner" }));
    expect(await screen.findByText(/the last administrator who can sign in/)).toBeTruthy();
    expect(screen.getByRole("combobox", { name: "Role" })).toHaveProperty("disabled", true);
    expect(screen.queryByRole("button", { name: "Delete" })).toBeNull();
  });

  it("says that an account is deleted, also when the new list is there first", async () => {
    let items: unknown[] = [owner, { ...lan, has_password: true }];
    fakeApi({
      "GET /users": () => ({ items, total: items.length }),
      "GET /session": session,
      "GET /cameras": cameras,
      "DELETE /users/2": () => {
        items = [owner];
        return {};
      },
    });
    slowly("/session", 50);
    renderApp(
      <>
        <UsersView />
        <Toaster />
      </>,
    );
    await userEvent.click(await screen.findByRole("button", { name: "Change lan" }));
    await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
    await userEvent.click(await screen.findByRole("button", { name: "Delete the account" }));
    expect(await screen.findByText("lan is deleted")).toBeTruthy();
  });

  it("invites, and shows the address once with its end", async () => {
    const issued = { user: lan, kind: "invitation", address: "/join/#abc", expires_ms: Date.UTC(2026, 0, 3) };
    const calls = open({ "POST /users": issued });
    await userEvent.click(await screen.findByRole("button", { name: "Invite" }));
    await userEvent.type(await screen.findByLabelText(/Name or e-mail/), "lan@shop.vn");
    await userEvent.click(screen.getByRole("button", { name: "Make the address" }));
    const address = await screen.findByLabelText("One-time address");
    expect((address as HTMLInputElement).value).toContain("/join/#abc");
    expect(screen.getByText(/It holds until/)).toBeTruthy();
    expect(calls.find((one) => one.method === "POST")?.body).toEqual({
      name: "lan@shop.vn", role: "viewer", display_name: "", email: "lan@shop.vn", cameras: null,
    });
  });
});
