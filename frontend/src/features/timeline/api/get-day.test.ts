import { expect, it, vi } from "vitest";

import type { CameraDay, DayEvent, MoreEvents } from "@/lib/api/types";

import { withAllEvents } from "./get-day";

const event = (id: string): DayEvent => ({ id, start_ms: 1, end_ms: 2, codes: [], flags: [] });
const day = (more_events: string | null) => ({ camera_id: 1, events: [event("a")], more_events }) as unknown as CameraDay;

it("goes on until the last event of the day", async () => {
  const pages: Record<string, MoreEvents> = {
    "1-1": { events: [event("b"), event("c")], more_events: "1-3" },
    "1-3": { events: [event("d")], more_events: null },
  };
  const whole = await withAllEvents(day("1-1"), async (after) => pages[after] as MoreEvents);
  expect(whole.events.map((one) => one.id)).toEqual(["a", "b", "c", "d"]);
  expect(whole.more_events).toBeNull();
});

it("asks nothing more of a usual day", async () => {
  const page = vi.fn();
  const usual = day(null);
  expect(await withAllEvents(usual, page)).toBe(usual);
  expect(page).not.toHaveBeenCalled();
});

it("stops somewhere, and does not say then that this is all", async () => {
  const page = vi.fn(async () => ({ events: [event("x")], more_events: "9-9" }));
  const whole = await withAllEvents(day("1-1"), page);
  expect(page).toHaveBeenCalledTimes(20);
  expect(whole.more_events).toBe("9-9");
});
