import { describe, expect, it } from "vitest";

import { cameraDays, clockHour } from "./hours";

const HOUR = 3_600_000;

describe("the hours of a day", () => {
  it("are there for every camera, also without events", () => {
    const hours = [
      { camera_id: 7, hour: 9, events: 4, without_code: 1, unread: 1 },
      { camera_id: 7, hour: 10, events: 2, without_code: 0, unread: 0 },
    ];
    const days = cameraDays({ hours, day_from_ms: 0, day_to_ms: 24 * HOUR }, [3, 7]);
    expect(days.map((day) => [day.cameraId, day.events, day.withoutCode, day.bars.length])).toEqual([
      [3, 0, 0, 24],
      [7, 6, 1, 24],
    ]);
    expect(days[1]?.bars[9]).toEqual({ hour: 9, events: 4, withoutCode: 1 });
  });

  it("show a camera that was removed since", () => {
    const hours = [{ camera_id: 9, hour: 0, events: 1, without_code: 0, unread: 0 }];
    expect(cameraDays({ hours, day_from_ms: 0, day_to_ms: 24 * HOUR }, []).map((day) => day.cameraId)).toEqual([9]);
  });

  it("number 25 on the day the clocks go back, one of them twice", () => {
    const from = Date.UTC(2026, 9, 24, 22);
    const day = cameraDays({ hours: [], day_from_ms: from, day_to_ms: from + 25 * HOUR }, [1]);
    expect(day[0]?.bars).toHaveLength(25);
    expect([1, 2, 3, 4].map((hour) => clockHour(from, hour, "Europe/Berlin"))).toEqual([1, 2, 2, 3]);
  });
});
