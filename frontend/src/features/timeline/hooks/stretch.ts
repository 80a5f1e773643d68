import type { CameraDay } from "@/lib/api/types";

import type { Window } from "./window";

const HOUR_MS = 3_600_000;
const MARGIN_MS = HOUR_MS / 2;
/** A stretch that leaves out less of the day than this is no gain over all of it. */
const WORTH_IT = 0.1;

/** Where a day of `length` ms has something to look at: the working hours of all cameras with their recordings and
 * packings, in whole hours with some room on both sides. The whole day where that is nearly all of it, or nothing. */
export function stretchOf(cameras: readonly CameraDay[], length: number): Window {
  let from = Infinity;
  let to = -Infinity;
  for (const day of cameras) {
    const add = (startMs: number, endMs: number) => {
      from = Math.min(from, startMs - day.from_ms);
      to = Math.max(to, endMs - day.from_ms);
    };
    for (const one of day.working) add(one.from_ms, one.to_ms);
    for (const one of day.recordings) add(one.from_ms, one.to_ms);
    for (const one of day.events) add(one.start_ms, one.end_ms);
    for (const one of day.unread) add(one.best_ms, one.best_ms);
  }
  const begin = Math.max(0, Math.floor(from / HOUR_MS) * HOUR_MS - MARGIN_MS);
  const end = Math.min(length, Math.ceil(to / HOUR_MS) * HOUR_MS + MARGIN_MS);
  return end > begin && end - begin <= length * (1 - WORTH_IT) ? { from: begin, to: end } : { from: 0, to: length };
}

/** What is shown of a day before anybody chose: its stretch, but all of it where `at`, which is to be seen, lies outside. */
export function firstShown(stretch: Window, at: number | null, length: number): Window {
  const outside = at !== null && at >= 0 && at < length && (at < stretch.from || at > stretch.to);
  return outside ? { from: 0, to: length } : stretch;
}
