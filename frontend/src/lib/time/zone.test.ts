import { describe, expect, it } from "vitest";

import { fromWallClock, toWallClock, toWallClockSecond, zoneLabel, zoneOffsetMs } from "./zone";

const HOUR = 3_600_000;

describe("zones", () => {
  it("show an instant as wall clock and take it back", () => {
    const at = Date.UTC(2026, 0, 5, 2, 30);
    expect(toWallClock(at, "Asia/Ho_Chi_Minh")).toBe("2026-01-05T09:30");
    expect(fromWallClock("2026-01-05T09:30", "Asia/Ho_Chi_Minh")).toBe(at);
  });

  it("are shown and taken back to the second", () => {
    const at = Date.UTC(2026, 0, 5, 2, 30, 7);
    expect(toWallClockSecond(at + 400, "Asia/Ho_Chi_Minh")).toBe("2026-01-05T09:30:07");
    expect(fromWallClock("2026-01-05T09:30:07", "Asia/Ho_Chi_Minh")).toBe(at);
    expect(fromWallClock("2026-01-05T09:30:7", "Asia/Ho_Chi_Minh")).toBeNull();
  });

  it("follow daylight saving", () => {
    expect(zoneOffsetMs(Date.UTC(2026, 0, 1), "Europe/Berlin")).toBe(HOUR);
    expect(zoneOffsetMs(Date.UTC(2026, 6, 1), "Europe/Berlin")).toBe(2 * HOUR);
    // Clocks went back at 03:00 on 25 October 2026; half past one is before that, in summer time.
    expect(fromWallClock("2026-10-25T01:30", "Europe/Berlin")).toBe(Date.UTC(2026, 9, 24, 23, 30));
    expect(fromWallClock("2026-10-25T04:30", "Europe/Berlin")).toBe(Date.UTC(2026, 9, 25, 3, 30));
  });

  it("name the offset", () => {
    expect(zoneLabel(0, "Asia/Ho_Chi_Minh")).toBe("GMT+8");
    expect(zoneLabel(Date.UTC(2026, 0, 1), "Asia/Ho_Chi_Minh")).toBe("GMT+7");
    expect(zoneLabel(Date.UTC(2026, 0, 1), "Asia/Kolkata")).toBe("GMT+5:30");
    expect(zoneLabel(Date.UTC(2026, 0, 1), "America/New_York")).toBe("GMT−5");
    expect(zoneLabel(0, "UTC")).toBe("GMT");
  });

  it("survive names that this browser does not know", () => {
    expect(toWallClock(0, "Mars/Olympus")).toBe("1970-01-01T00:00");
    expect(fromWallClock("tomorrow", "UTC")).toBeNull();
  });
});
