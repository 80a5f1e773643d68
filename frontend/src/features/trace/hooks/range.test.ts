import { describe, expect, it } from "vitest";

import { allTime, instants, isReversed } from "./range";

const zone = "Asia/Ho_Chi_Minh";
// 00:30 on 6 January in Ho Chi Minh City, still 5 January in UTC.
const now = Date.UTC(2026, 0, 5, 17, 30);

describe("ranges", () => {
  it("count today in the camera's zone as the first day", () => {
    expect(instants({ days: 1, from: null, to: null }, zone, now)).toEqual({ fromMs: Date.UTC(2026, 0, 5, 17), toMs: null });
    expect(instants({ days: 3, from: null, to: null }, zone, now).fromMs).toBe(Date.UTC(2026, 0, 3, 17));
  });

  it("read from and to as wall clock, each of which may be open", () => {
    expect(instants({ days: null, from: "2026-01-05T09:00", to: null }, zone, now)).toEqual({ fromMs: Date.UTC(2026, 0, 5, 2), toMs: null });
    expect(instants(allTime, zone, now)).toEqual({ fromMs: null, toMs: null });
  });

  it("notice the wrong order", () => {
    expect(isReversed({ days: null, from: "2026-01-05T09:00", to: "2026-01-05T08:59" })).toBe(true);
    expect(isReversed({ days: null, from: "2026-01-05T09:00", to: null })).toBe(false);
  });
});
