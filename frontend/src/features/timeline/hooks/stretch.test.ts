import { describe, expect, it } from "vitest";

import type { CameraDay } from "@/lib/api/types";

import { firstShown, stretchOf } from "./stretch";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WHOLE = { from: 0, to: DAY };

function day(parts: Partial<Record<"working" | "recordings" | "events" | "unread", [number, number][]>>, midnight = 1_000 * DAY): CameraDay {
  const spans = (name: keyof typeof parts) => (parts[name] ?? []).map(([from, to]) => ({ from_ms: midnight + from, to_ms: midnight + to, start_ms: midnight + from, end_ms: midnight + to, best_ms: midnight + from }));
  return { from_ms: midnight, to_ms: midnight + DAY, working: spans("working"), recordings: spans("recordings"), events: spans("events"), unread: spans("unread") } as unknown as CameraDay;
}

describe("the stretch of a day that matters", () => {
  it("is the working hours with room on both sides", () => {
    expect(stretchOf([day({ working: [[8 * HOUR, 18 * HOUR]] })], DAY)).toEqual({ from: 7.5 * HOUR, to: 18.5 * HOUR });
  });

  it("holds what lies outside of them, of every camera in its own zone, in whole hours", () => {
    const cameras = [
      day({ working: [[8 * HOUR, 18 * HOUR]], recordings: [[6 * HOUR + 20 * MINUTE, 7 * HOUR]] }),
      day({ working: [[8 * HOUR, 18 * HOUR]], events: [[19 * HOUR + MINUTE, 19 * HOUR + 2 * MINUTE]] }, 1_000 * DAY + 7 * HOUR),
    ];
    expect(stretchOf(cameras, DAY)).toEqual({ from: 5.5 * HOUR, to: 20.5 * HOUR });
    expect(stretchOf([day({ unread: [[12.2 * HOUR, 12.2 * HOUR]] })], DAY)).toEqual({ from: 11.5 * HOUR, to: 13.5 * HOUR });
  });

  it("is the whole day where things lie all over it, or nowhere", () => {
    expect(stretchOf([day({ working: [[0, DAY]] })], DAY)).toEqual(WHOLE);
    expect(stretchOf([day({ working: [[HOUR, 23 * HOUR]] })], DAY)).toEqual(WHOLE);
    expect(stretchOf([day({ working: [[8 * HOUR, 18 * HOUR]], recordings: [[-HOUR, 30 * MINUTE], [23 * HOUR, DAY + HOUR]] })], DAY)).toEqual(WHOLE);
    expect(stretchOf([day({})], DAY)).toEqual(WHOLE);
    expect(stretchOf([], DAY)).toEqual(WHOLE);
  });

  it("gives way to the whole day for a moment outside of it", () => {
    const stretch = { from: 8 * HOUR, to: 18 * HOUR };
    expect(firstShown(stretch, 12 * HOUR, DAY)).toBe(stretch);
    expect(firstShown(stretch, null, DAY)).toBe(stretch);
    expect(firstShown(stretch, 3 * HOUR, DAY)).toEqual(WHOLE);
    // Of another day: it is not shown here at all.
    expect(firstShown(stretch, -3 * HOUR, DAY)).toBe(stretch);
  });
});
