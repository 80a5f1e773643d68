import { describe, expect, it } from "vitest";

import { clamped, NARROWEST_MS, panned, showing, ticks, zoomed } from "./window";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe("the window on a day", () => {
  it("stays within the day, also on days of 23 and 25 hours", () => {
    expect(clamped({ from: -HOUR, to: 2 * HOUR }, DAY)).toEqual({ from: 0, to: 3 * HOUR });
    expect(clamped({ from: 22 * HOUR, to: 25 * HOUR }, 23 * HOUR)).toEqual({ from: 20 * HOUR, to: 23 * HOUR });
    expect(clamped({ from: 0, to: 30 * HOUR }, 25 * HOUR)).toEqual({ from: 0, to: 25 * HOUR });
  });

  it("zooms around a point, down to a minute", () => {
    expect(zoomed({ from: 0, to: DAY }, 0.5, 6 * HOUR, DAY)).toEqual({ from: 3 * HOUR, to: 15 * HOUR });
    const near = zoomed({ from: 0, to: 2 * NARROWEST_MS }, 0.01, NARROWEST_MS, DAY);
    expect(near.to - near.from).toBe(NARROWEST_MS);
    expect(zoomed({ from: HOUR, to: 2 * HOUR }, 100, HOUR, DAY)).toEqual({ from: 0, to: DAY });
  });

  it("pans to the ends and no further", () => {
    expect(panned({ from: HOUR, to: 2 * HOUR }, -5 * HOUR, DAY)).toEqual({ from: 0, to: HOUR });
    expect(panned({ from: HOUR, to: 2 * HOUR }, 50 * HOUR, DAY)).toEqual({ from: 23 * HOUR, to: DAY });
  });

  it("follows the playhead", () => {
    const shown = { from: 10 * HOUR, to: 11 * HOUR };
    expect(showing(shown, 10.5 * HOUR, DAY)).toBe(shown);
    const moved = showing(shown, 12 * HOUR, DAY);
    expect(moved.to).toBeGreaterThan(12 * HOUR);
    expect(moved.to - moved.from).toBe(HOUR);
  });

  it("marks round times", () => {
    expect(ticks({ from: 0, to: DAY }, 1200)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24].map((hour) => hour * HOUR));
    const minutes = ticks({ from: 9 * HOUR + 500, to: 9 * HOUR + 600_000 }, 1000);
    expect(minutes[0]).toBe(9 * HOUR + 60_000);
    expect(new Set(minutes.slice(1).map((mark, at) => mark - (minutes[at] ?? 0)))).toEqual(new Set([60_000]));
  });
});
