import { describe, expect, it } from "vitest";

import type { Recording } from "@/lib/api/types";

import { instantOf, momentAt, momentOf, placeOf, reelOf } from "./footage";

const recording = (id: number, start_ms: number, duration_ms: number, status = "done") =>
  ({ id, start_ms, duration_ms, status }) as Recording;

const reel = reelOf([
  recording(3, 100_000, 20_000),
  recording(2, 50_000, 0),
  recording(1, 0, 10_000),
  recording(4, 200_000, 5_000, "missing"),
]);

describe("the reel", () => {
  it("holds what can be looked at, oldest first, without gaps", () => {
    expect(reel.recordings.map((one) => one.id)).toEqual([1, 3]);
    expect(reel.lengthMs).toBe(30_000);
  });

  it("leads from places to moments and back, across files", () => {
    expect(momentAt(reel, 4_000)).toEqual({ recordingId: 1, atMs: 4_000 });
    expect(momentAt(reel, 10_000)).toEqual({ recordingId: 3, atMs: 0 });
    expect(placeOf(reel, { recordingId: 3, atMs: 2_000 })).toBe(12_000);
    expect(placeOf(reel, { recordingId: 9, atMs: 0 })).toBeNull();
  });

  it("ends where there are still frames", () => {
    expect(momentAt(reel, 1e9)).toEqual({ recordingId: 3, atMs: 19_500 });
    expect(momentAt(reel, -5)).toEqual({ recordingId: 1, atMs: 0 });
    expect(momentAt(reelOf([]), 0)).toBeNull();
  });

  it("finds the nearest frame of an instant", () => {
    expect(momentOf(reel, 105_000)).toEqual({ recordingId: 3, atMs: 5_000 });
    expect(momentOf(reel, 40_000)).toEqual({ recordingId: 1, atMs: 9_500 });
    expect(instantOf(reel, { recordingId: 3, atMs: 5_000 })).toBe(105_000);
  });
});
