import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { NothingToDo } from "./nothing-to-do";

const run = { id: 4, program: "custom", status: "done", custom_path: "/in/a.mp4", files_total: 1, files_before: 1 };

describe("NothingToDo", () => {
  it("offers to analyse the same path again", async () => {
    const calls = fakeApi({ "GET /program/runs": { items: [run], total: 1 }, "POST /program": { program: "custom" } });
    renderApp(<NothingToDo />);
    await userEvent.setup().click(await screen.findByRole("button", { name: "Analyse again" }));
    await waitFor(() => expect(calls.some((call) => call.method === "POST")).toBe(true));
    const started = calls.find((call) => call.method === "POST");
    expect(started?.body).toEqual({ action: "run", program: "custom", custom_path: "/in/a.mp4", again: true });
  });

  it("goes away when it was read", async () => {
    fakeApi({ "GET /program/runs": { items: [run], total: 1 } });
    renderApp(<NothingToDo />, "vi");
    await userEvent.setup().click(await screen.findByRole("button", { name: "Đóng" }));
    expect(screen.queryByText(/Không có gì để làm/)).toBeNull();
  });
});
