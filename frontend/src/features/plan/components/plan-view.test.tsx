import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { PlanView } from "./plan-view";

const router = { replace: vi.fn(), push: vi.fn(), prefetch: vi.fn() };
let query = "";
vi.mock("next/navigation", () => ({
  useRouter: () => router,
  usePathname: () => "/plan/",
  useSearchParams: () => new URLSearchParams(query),
}));

const trial = {
  state: "trial", may_analyse: true, ends_ms: Date.UTC(2026, 0, 20), days_left: 6, warn: true, clock_set_back: false, releases_waiting: 0,
  cameras: null, features: [], cameras_used: 3, licence: null, request_code: "REQ-1",
};
const valid = {
  ...trial, state: "valid", ends_ms: Date.UTC(2027, 0, 1), days_left: 340, warn: false, cameras: 4,
  licence: {
    id: "L-1", key: "EPACK-AAAA-BBBB-CCCC-DDDD", product: "epack", customer: "Cửa hàng Hoa", email: "hoa@shop.vn",
    issued_ms: Date.UTC(2026, 0, 1), expires_ms: Date.UTC(2027, 0, 1), features: ["counting"], cameras: 4, activations: 1, bound: true,
  },
};
const packages = {
  seller: "server", currency: "VND",
  items: [{ id: "year-4", name: "Năm, 4 camera", amount: 1_200_000, days: 365, cameras: 4, features: [], description: "" }],
};
const order = {
  order_code: 77, status: "pending", package: "year-4", amount: 1_200_000, currency: "VND",
  checkout_url: "https://pay.example/web/77", expires_ms: Date.UTC(2026, 0, 15), installed: false,
};
const noOrder = new Failure(404, "no_such_order", "There is no order.");

function answers(more: Record<string, unknown> = {}) {
  return fakeApi({ "GET /plan": trial, "GET /plan/packages": packages, "POST /plan/order/refresh": noOrder, ...more });
}

describe("the plan", () => {
  beforeEach(() => {
    query = "";
    router.replace.mockReset();
  });

  it.each([
    ["trial", "Trial"],
    ["trial_ended", "The trial is over"],
    ["valid", "Licence in use"],
    ["grace", "The licence has ended"],
    ["ended", "The licence has ended"],
    ["other_machine", "This licence is for another machine"],
    ["revoked", "The vendor took this licence back"],
    ["damaged", "The stored licence cannot be used"],
  ])("says in words that it is %s, and what goes on", async (state, title) => {
    answers({ "GET /plan": { ...trial, state } });
    renderApp(<PlanView />);
    expect(await screen.findByRole("heading", { name: title })).toBeTruthy();
    expect(screen.getByText(/searching, playing, cutting and recording go on for ever/)).toBeTruthy();
  });

  it("sells nothing where nothing ends", async () => {
    answers({ "GET /plan": { ...trial, state: "unlimited" } });
    renderApp(<PlanView />);
    expect(await screen.findByRole("heading", { name: "No limit" })).toBeTruthy();
    expect(screen.queryByText("Enter a licence")).toBeNull();
  });

  it("shows prices as they are written in the language", async () => {
    answers();
    renderApp(<PlanView />, "vi");
    expect((await screen.findByText(/1\.200\.000/)).textContent).toContain("₫");
  });

  it("keeps a second order from being made while one is open", async () => {
    answers({ "POST /plan/order/refresh": order });
    renderApp(<PlanView />);
    expect(await screen.findByText("Waiting for the payment")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Go on to the payment" }).getAttribute("href")).toBe(order.checkout_url);
    expect(await screen.findByRole("button", { name: "Buy Năm, 4 camera" })).toHaveProperty("disabled", true);
  });

  it("leads nowhere but to a web page to pay", async () => {
    answers({ "POST /plan/order/refresh": { ...order, checkout_url: "javascript:alert(1)" } });
    renderApp(<PlanView />);
    expect(await screen.findByText("Waiting for the payment")).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Go on to the payment" })).toBeNull();
  });

  it.each([
    ["underpaid", "Not the whole amount has arrived"],
    ["cancelled", "The order was cancelled"],
    ["expired", "The order has expired"],
    ["failed", "The payment failed"],
    ["refunded", "The payment was given back"],
  ])("says what became of an order that is %s", async (status, title) => {
    answers({ "POST /plan/order/refresh": { ...order, status } });
    renderApp(<PlanView />);
    expect(await screen.findByText(title)).toBeTruthy();
  });

  it("keeps showing the order while the seller does not answer, and says so", async () => {
    answers({ "POST /plan/order/refresh": new Failure(502, "licence_server", "The licence server does not answer."), "GET /plan/order": order });
    renderApp(<PlanView />);
    expect(await screen.findByText("Waiting for the payment")).toBeTruthy();
    expect(screen.getByText(/This page asks again by itself/)).toBeTruthy();
  });

  it("tells somebody who comes back for an order that is not known what to do", async () => {
    query = "order=77";
    answers();
    renderApp(<PlanView />);
    expect(await screen.findByText(/not known here any more/)).toBeTruthy();
  });

  it("takes a key, and shows the licence that came", async () => {
    const calls = answers({ "POST /plan/activation": valid });
    renderApp(<PlanView />);
    await userEvent.type(await screen.findByRole("textbox", { name: "Key" }), "epack-aaaa");
    await userEvent.click(screen.getByRole("button", { name: "Activate" }));
    expect(await screen.findByRole("heading", { name: "Licence in use" })).toBeTruthy();
    expect(calls.find((one) => one.path === "/plan/activation")?.body).toEqual({ key: "epack-aaaa" });
    expect(screen.getByText("Cửa hàng Hoa")).toBeTruthy();
  });

  it("does not send a file that can be no licence", async () => {
    const calls = answers();
    renderApp(<PlanView />);
    const chooser = await screen.findByLabelText("Choose a file", { selector: "input" });
    await userEvent.upload(chooser, new File(["x".repeat(16_385)], "photo.jpg"));
    expect(await screen.findByText(/larger than 16 kB/)).toBeTruthy();
    await userEvent.upload(chooser, new File(["a\0b"], "program"));
    expect(await screen.findByText(/no text/)).toBeTruthy();
    await userEvent.upload(chooser, new File(["-----BEGIN"], "licence.txt"));
    await waitFor(() => expect(screen.getByLabelText("Text of the licence")).toHaveProperty("value", "-----BEGIN"));
    expect(calls.some((one) => one.path === "/plan/licence")).toBe(false);
  });
});
