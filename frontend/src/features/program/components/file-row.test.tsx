import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { Recording } from "@/lib/api/types";
import { fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { FileRow } from "./file-row";

const recording = {
  id: 1,
  camera_id: 7,
  camera_name: "Table 7",
  path: "/in/08-15-00.mp4",
  file_name: "08-15-00.mp4",
  start_ms: 1_767_600_000_000,
  start_rule: "mtime",
  duration_ms: 60_000,
  status: "done",
  reason_code: null,
  reason: null,
  progress: 1,
  eta_ms: null,
  events: 0,
} as Recording;

function show(start_time_rule: string, fields: Partial<Recording> = {}, locale: "en" | "vi" = "en") {
  const calls = fakeApi({ "GET /cameras": { items: [{ id: 7, name: "Table 7", timezone: "UTC", start_time_rule }], total: 1 } });
  renderApp(<FileRow recording={{ ...recording, ...fields }} chosen={false} onToggle={() => undefined} />, locale);
  return waitFor(() => expect(calls.some((call) => call.path === "/cameras")).toBe(true));
}

describe("FileRow", () => {
  it("says that a start is only that of the file's last change", async () => {
    await show("filename");
    const told = await screen.findByText("File date:");
    expect(told.getAttribute("title")).toContain("20260105_080000");
  });

  it("says nothing where that is what was chosen, or where the name tells", async () => {
    await show("filename", { start_rule: "filename" });
    expect(screen.queryByText("File date:")).toBeNull();
    await show("mtime");
    await waitFor(() => expect(screen.queryByText("File date:")).toBeNull());
  });

  it("says of an analysed file that a kind of code is switched off", async () => {
    await show("filename", { reason_code: "kind_switched_off", reason: "…" }, "vi");
    expect(await screen.findByText(/Loại mã trên nhãn đang tắt/)).toBeTruthy();
  });

  it("keeps other remarks on analysed files to itself", async () => {
    await show("filename", { reason_code: "sticker_unread", reason: "The sticker was never readable." });
    expect(screen.queryByText(/sticker/)).toBeNull();
  });
});
