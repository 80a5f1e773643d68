import { describe, expect, it } from "vitest";

import type { CameraDay } from "@/lib/api/types";

import { foundAt } from "./at-point";
import { entriesOf, keyOf, lastBegun } from "./entries";
import { nearestStops } from "./nearest";

const day = {
  from_ms: 1_000,
  events: [{ id: "a", start_ms: 5_000, end_ms: 6_000, codes: ["X"] }, { id: "b", start_ms: 20_000, end_ms: 22_000, codes: [] }],
  recordings: [{ id: 1, from_ms: 0, to_ms: 30_000, status: "done" }, { id: 2, from_ms: 40_000, to_ms: 50_000, status: "failed" }],
  gaps: [{ from_ms: 30_000, to_ms: 40_000, cause: "no_file" }],
  unread: [{ from_ms: 9_000, to_ms: 11_000, best_ms: 10_000 }],
} as unknown as CameraDay;

describe("the entries of a day", () => {
  it("rise in time and can be told apart", () => {
    const entries = entriesOf(day);
    expect(entries.map((one) => [one.key, one.atMs])).toEqual([
      // It began the day before.
      ["file 1", 1_000], ["a", 5_000], ["unread 10000", 10_000], ["b", 20_000], ["gap 30000", 30_000], ["file 2", 40_000],
    ]);
    expect(keyOf(foundAt(day, 5_500))).toBe("a");
    expect(keyOf(foundAt(day, 35_000))).toBe("gap 30000");
    expect(keyOf(foundAt(day, 99_000))).toBeNull();
  });

  it("know the last that has begun", () => {
    const entries = entriesOf(day);
    expect([0, 1_000, 5_500, 15_000, 99_000].map((at) => lastBegun(entries, at))).toEqual([-1, 0, 1, 2, 5]);
    expect(lastBegun([], 5)).toBe(-1);
  });
});

describe("what can be played nearest", () => {
  it("is the first of the day, then the neighbours", () => {
    expect(nearestStops(day, null)).toMatchObject({ before: null, after: { kind: "event", atMs: 5_000 } });
    expect(nearestStops(day, 35_000)).toMatchObject({ before: { atMs: 20_000 }, after: null });
    expect(nearestStops(day, 7_000)).toMatchObject({ before: { atMs: 5_000 }, after: { atMs: 20_000 } });
  });

  it("is a recording where nothing was packed, none that cannot be played", () => {
    const quiet = { ...day, events: [] };
    expect(nearestStops(quiet, null)).toMatchObject({ after: { kind: "recording", atMs: 1_000, found: { item: { id: 1 } } } });
    expect(nearestStops(quiet, 35_000)).toMatchObject({ before: { kind: "recording" }, after: null });
    expect(nearestStops({ ...quiet, recordings: [] }, null)).toEqual({ before: null, after: null });
  });
});
