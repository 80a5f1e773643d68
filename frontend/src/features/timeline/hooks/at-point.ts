import type { CameraDay, DayEvent, DayGap, DayRecording, DayUnread } from "@/lib/api/types";

/** What a row shows at one instant; the most particular thing first. */
export type Found =
  | { kind: "unread"; item: DayUnread }
  | { kind: "event"; item: DayEvent }
  | { kind: "recording"; item: DayRecording }
  | { kind: "gap"; item: DayGap }
  | { kind: "nothing" };

/** What lies at `atMs` (UTC), or within `reachMs` of it: short things are hard to hit on a whole day. */
export function foundAt(day: CameraDay, atMs: number, reachMs = 0): Found {
  const unread = day.unread.find((one) => Math.abs(one.best_ms - atMs) <= reachMs);
  if (unread) return { kind: "unread", item: unread };
  const event = eventAt(day.events, atMs, reachMs);
  if (event) return { kind: "event", item: event };
  const recording = day.recordings.filter((one) => one.from_ms <= atMs && atMs < Math.max(one.to_ms, one.from_ms + 1)).at(-1);
  if (recording) return { kind: "recording", item: recording };
  const gap = day.gaps.find((one) => one.from_ms <= atMs && atMs < one.to_ms);
  return gap ? { kind: "gap", item: gap } : { kind: "nothing" };
}

/** The nearest event within reach. `events` rise by start. */
export function eventAt(events: readonly DayEvent[], atMs: number, reachMs: number): DayEvent | undefined {
  let best: DayEvent | undefined;
  let bestOff = Infinity;
  for (let index = firstAfter(events, atMs + reachMs) - 1; index >= 0; index -= 1) {
    const event = events[index];
    if (!event) break;
    const off = atMs < event.start_ms ? event.start_ms - atMs : Math.max(0, atMs - event.end_ms);
    if (off <= reachMs && off < bestOff) [best, bestOff] = [event, off];
    // Events seldom overlap, and none is longer than this: what began earlier cannot reach here.
    if (event.start_ms < atMs - reachMs - 3_600_000) break;
  }
  return best;
}

/** Index of the first that starts after `atMs`. */
export function firstAfter(events: readonly { start_ms: number }[], atMs: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.start_ms ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The event before (-1) or after (1) an instant. */
export function nextEvent(events: readonly DayEvent[], atMs: number, direction: 1 | -1): DayEvent | undefined {
  if (direction > 0) return events[firstAfter(events, atMs)];
  return events[firstAfter(events, atMs - 1_001) - 1];
}
