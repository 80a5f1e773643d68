import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";

import type { Clip } from "@/lib/api/types";
import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { BatchBar } from "./batch-bar";

function clip(id: string, facts: Partial<Clip>): Clip {
  return { id, batch_id: "b1", event_id: id, status: "done", progress: 1, ...facts } as Clip;
}

function Bar({ chosen, batch = null }: { chosen: string[]; batch?: string | null }) {
  const [id, setId] = useState(batch);
  return <BatchBar chosen={new Set(chosen)} part={null} batchId={id} onBatch={setId} onClear={() => {}} onAll={() => {}} />;
}

const bar = (chosen: string[], batch?: string) => renderApp(<Bar chosen={chosen} batch={batch} />);

const cut = () => userEvent.click(screen.getByRole("button", { name: "Cut clips" }));

describe("the bar of chosen events", () => {
  it("waits for nothing where no event could be cut", async () => {
    const refused = [{ event_id: "one", code: "footage_gone", reason: "Its footage is gone." }];
    fakeApi({ "POST /clips": { batch_id: "b1", clips: [], refused } });
    bar(["one"]);
    await cut();
    expect((await screen.findByRole("alert")).textContent).toContain("1 event cannot be cut: Its footage is gone.");
    expect(screen.queryByRole("progressbar")).toBeNull();
  });

  it("says why a clip failed, and is there again when the page is", async () => {
    const clips = [clip("one", {}), clip("two", { status: "failed", reason_code: "disk_full", reason: "The disk is full." })];
    fakeApi({ "POST /clips": { batch_id: "b1", clips, refused: [] }, "GET /clips": { items: clips, total: 2 } });
    const page = bar(["one", "two"]);
    await cut();
    expect(await screen.findByText("1 of 2 ready, 1 failed")).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toBe("1 clip failed: The disk is full.");
    page.unmount();
    bar([], "b1");
    expect(await screen.findByText("1 of 2 ready, 1 failed")).toBeTruthy();
    expect(screen.getByRole("link", { name: "ZIP" })).toBeTruthy();
  });

  it("says that it could not be asked, and asks again", async () => {
    const clips = [clip("one", {})];
    let isThere = false;
    fakeApi({
      "POST /clips": { batch_id: "b1", clips, refused: [] },
      "GET /clips": () => (isThere ? { items: clips, total: 1 } : new Failure(400, "conflict", "Not now.")),
    });
    bar(["one"]);
    await cut();
    expect((await screen.findByRole("alert")).textContent).toContain("Not now.");
    isThere = true;
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("1 of 1 ready")).toBeTruthy();
  });

  it("stops what is left of a batch", async () => {
    let clips = [clip("one", {}), clip("two", { status: "queued", progress: 0 })];
    const calls = fakeApi({
      "POST /clips": { batch_id: "b1", clips, refused: [] },
      "GET /clips": () => ({ items: clips, total: 2 }),
      "POST /clips/batch/b1/cancel": () => {
        clips = [clip("one", {}), clip("two", { status: "cancelled", progress: 0 })];
        return { batch_id: "b1", clips, refused: [] };
      },
    });
    bar(["one", "two"]);
    await cut();
    await userEvent.click(await screen.findByRole("button", { name: "Stop" }));
    expect(await screen.findByText("1 of 2 ready, 1 stopped")).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Stop" })).toBeNull());
    expect(calls.some((call) => call.path === "/clips/batch/b1/cancel")).toBe(true);
  });
});
