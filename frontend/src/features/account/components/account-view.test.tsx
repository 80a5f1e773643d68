import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { AccountView } from "./account-view";

vi.mock("next/navigation", () => ({ usePathname: () => "/account/", useRouter: () => ({}), useSearchParams: () => new URLSearchParams() }));

const user = {
  id: 2, name: "lan", display_name: "Lan", email: null, photo_url: null, role: "viewer", cameras: [7], enabled: true,
  has_password: true, google: false, second_factor: false, created_ms: 0, last_login_ms: 0, invited_until_ms: null,
};
const session = { signed_in: true, factor_due: false, setup_needed: false, sign_in_possible: true, google: false, user, permissions: ["account", "read", "search", "cut"], whole_site: false };
const device = { id: "a", current: true, provider: "password", user_agent: "Mozilla/5.0 (X11; Linux) Chrome/131.0", address: "127.0.0.1", created_ms: 0, seen_ms: 0, expires_ms: 1 };

function open(more: Record<string, unknown> = {}) {
  const calls = fakeApi({
    "GET /session": session,
    "GET /account/sessions": { items: [device, { ...device, id: "b", current: false }], total: 2 },
    "GET /account/factor": { on: false, recovery_codes_left: 0 },
    "GET /account/keys": { items: [], total: 0 },
    ...more,
  });
  renderApp(<AccountView />);
  return calls;
}

describe("the own account", () => {
  it("says which password is wrong, and what becomes of other devices after the change", async () => {
    open({ "PUT /account/password": new Failure(400, "password_wrong", "This is not your present password.") });
    await userEvent.type(await screen.findByLabelText(/^Present password/), "no");
    await userEvent.type(screen.getByLabelText(/^New password/), "kệ số 7 bên trái");
    await userEvent.click(screen.getByRole("button", { name: "Change the password" }));
    expect(await screen.findByText("This is not your present password.")).toBeTruthy();
  });

  it("ends another device, never this one", async () => {
    const calls = open({ "DELETE /account/sessions/b": {} });
    const list = await screen.findByRole("list", { name: "Devices" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(2);
    await userEvent.click(within(list).getByRole("button", { name: "Sign out: Chrome on Linux" }));
    expect(calls.some((one) => one.method === "DELETE" && one.path === "/account/sessions/b")).toBe(true);
  });

  it("switches the second factor on: password, picture, code, then the codes for the day it is lost", async () => {
    const enrolment = { secret: "ABCD", address: "otpauth://totp/x", picture: "data:image/svg+xml,x" };
    open({ "POST /account/factor": enrolment, "PUT /account/factor": { codes: ["aaaa-bbbb-cccc"] } });
    await userEvent.click(await screen.findByRole("button", { name: "Switch it on" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText(/^Present password/), "secret");
    await userEvent.click(within(dialog).getByRole("button", { name: "Continue" }));
    expect((await screen.findByAltText("Picture for the authenticator app")).getAttribute("src")).toBe(enrolment.picture);
    await userEvent.type(screen.getByLabelText(/^Code that the app shows/), "123456");
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Switch it on" }));
    expect(await screen.findByText("aaaa-bbbb-cccc")).toBeTruthy();
  });

  it("offers no more for a key than its owner may, and shows the key once", async () => {
    open({ "POST /account/keys": { id: 1, name: "n", prefix: "ep", scopes: ["read"], created_ms: 0, expires_ms: null, used_ms: null, secret: "ep_secret" } });
    await userEvent.click(await screen.findByRole("button", { name: "Make a key" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getAllByRole("checkbox")).toHaveLength(3);
    await userEvent.type(within(dialog).getByLabelText(/^Name/), "print server");
    await userEvent.click(within(dialog).getByRole("button", { name: "Make a key" }));
    expect(await screen.findByDisplayValue("ep_secret")).toBeTruthy();
  });
});
