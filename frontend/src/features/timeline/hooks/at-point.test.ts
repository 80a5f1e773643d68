import { describe, expect, it } from "vitest";

import type { CameraDay } from "@/lib/api/types";

import { eventAt, foundAt, nextEvent } from "./at-point";

const event = (id: string, start_ms: number, end_ms: number) => ({ id, start_ms, end_ms, codes: [], flags: [] });
const day = {
  events: [event("a", 1_000, 2_000), event("b", 5_000, 9_000), event("c", 20_000, 21_000)],
  recordings: [{ id: 1, from_ms: 0, to_ms: 30_000, status: "done" }],
  gaps: [{ from_ms: 30_000, to_ms: 90_000, cause: "no_file" }],
  unread: [{ recording_id: 1, from_ms: 4_000, to_ms: 9_500, best_ms: 15_000 }],
} as unknown as CameraDay;

describe("what lies at an instant", () => {
  it("is the event, the recording under it or the gap", () => {
    expect(foundAt(day, 6_000)).toMatchObject({ kind: "event", item: { id: "b" } });
    expect(foundAt(day, 3_000)).toMatchObject({ kind: "recording" });
    expect(foundAt(day, 40_000)).toMatchObject({ kind: "gap" });
    expect(foundAt(day, 95_000)).toEqual({ kind: "nothing" });
    expect(foundAt(day, 15_000)).toMatchObject({ kind: "unread" });
  });

  it("may be missed by a little", () => {
    expect(eventAt(day.events, 2_900, 0)).toBeUndefined();
    expect(eventAt(day.events, 2_900, 1_000)?.id).toBe("a");
    expect(eventAt(day.events, 4_000, 2_500)?.id).toBe("b");
  });

  it("has a neighbour on both sides", () => {
    expect(nextEvent(day.events, 5_000, 1)?.id).toBe("c");
    expect(nextEvent(day.events, 5_000, -1)?.id).toBe("a");
    expect(nextEvent(day.events, 30_000, 1)).toBeUndefined();
  });
});
