import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { RunPanel } from "./run-panel";

const idle = {
  program: null, status: "stopped", run: null, waiting: null, progress: null, eta_ms: null, files_total: 0, files_done: 0,
  files_failed: 0, scan: null, problems: [],
};
const runs = { items: [], total: 0 };
const session = (permissions: string[]) => ({ signed_in: true, permissions, whole_site: true, user: null });

describe("RunPanel", () => {
  it("shows how far a scan by hand is, and stops it", async () => {
    const scanning = { ...idle, status: "scanning", scan: { seen: 40, to_open: 8, opened: 2 } };
    const calls = fakeApi({ "GET /program": scanning, "GET /program/runs": runs, "GET /session": session(["read", "operate"]), "POST /program": idle });
    renderApp(<RunPanel />);
    expect(await screen.findByText("2 of 8 new files looked at")).toBeTruthy();
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("25");
    await userEvent.setup().click(await screen.findByRole("button", { name: "Stop" }));
    await waitFor(() => expect(calls.some((call) => call.method === "POST")).toBe(true));
    expect(calls.find((call) => call.method === "POST")?.body).toEqual({ action: "stop" });
  });

  it("tells files, failures and the time left of a run", async () => {
    const running = {
      ...idle, program: "custom", status: "running", progress: 0.5, eta_ms: 90_000, files_total: 9, files_done: 4, files_failed: 1,
    };
    fakeApi({ "GET /program": running, "GET /program/runs": runs });
    renderApp(<RunPanel />);
    expect(await screen.findByText("5 of 9 files, 1 failed")).toBeTruthy();
    expect(screen.getByText("2 min left")).toBeTruthy();
  });

  it("says that it waits for new recordings only where none is left to analyse", async () => {
    const behind = { ...idle, program: "default", status: "running", files_total: 5240, files_done: 23 };
    fakeApi({ "GET /program": behind, "GET /program/runs": runs });
    const { unmount } = renderApp(<RunPanel />);
    expect(await screen.findByText("Default: analysing recordings")).toBeTruthy();
    unmount();
    fakeApi({ "GET /program": { ...behind, status: "idle", files_done: 5240 }, "GET /program/runs": runs });
    renderApp(<RunPanel />);
    expect(await screen.findByText("Default: watching for new recordings")).toBeTruthy();
  });

  it("shows a viewer what runs, and neither offers nor asks for what would be refused", async () => {
    const running = { ...idle, program: "default", status: "idle" };
    const calls = fakeApi({ "GET /program": running, "GET /session": session(["read"]), "GET /program/runs": runs });
    renderApp(<RunPanel />);
    expect(await screen.findByText("Default: watching for new recordings")).toBeTruthy();
    await waitFor(() => expect(calls.some((call) => call.path === "/session")).toBe(true));
    expect(screen.queryByRole("button", { name: "Stop" })).toBeNull();
    expect(calls.some((call) => call.path === "/program/runs")).toBe(false);
  });
});
