import type { CameraDay } from "@/lib/api/types";

import type { Found } from "./at-point";

/** Something that can be played, with the instant it is played from. */
export type Stop = { kind: "event" | "recording"; atMs: number; found: Found };

/** What of the day can be played nearest before and after an instant; `null`: nothing is shown yet, the first of the day
 * comes next. Packings, or recordings of a day without any. */
export function nearestStops(day: CameraDay, atMs: number | null): { before: Stop | null; after: Stop | null } {
  const stops = stopsOf(day);
  if (atMs === null) return { before: null, after: stops[0] ?? null };
  const next = stops.findIndex((one) => one.atMs > atMs);
  const end = next < 0 ? stops.length : next;
  return { before: stops[end - 1] ?? null, after: stops[end] ?? null };
}

function stopsOf(day: CameraDay): Stop[] {
  if (day.events.length > 0) return day.events.map((item): Stop => ({ kind: "event", atMs: item.start_ms, found: { kind: "event", item } }));
  return day.recordings
    .filter((item) => item.status !== "failed" && item.status !== "missing")
    .map((item): Stop => ({ kind: "recording", atMs: Math.max(item.from_ms, day.from_ms), found: { kind: "recording", item } }));
}
