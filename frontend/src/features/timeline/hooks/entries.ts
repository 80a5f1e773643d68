import type { CameraDay } from "@/lib/api/types";

import type { Found } from "./at-point";

/** A line of a camera's day. */
export type Entry = { key: string; atMs: number; found: Found };

/** Everything of a camera's day in order of time. */
export function entriesOf(day: CameraDay): Entry[] {
  const founds: Found[] = [
    ...day.recordings.map((item): Found => ({ kind: "recording", item })),
    ...day.gaps.map((item): Found => ({ kind: "gap", item })),
    ...day.events.map((item): Found => ({ kind: "event", item })),
    ...day.unread.map((item): Found => ({ kind: "unread", item })),
  ];
  return founds.map((found): Entry => ({ key: keyOf(found) ?? "", atMs: Math.max(startOf(found), day.from_ms), found })).sort((a, b) => a.atMs - b.atMs);
}

/** What tells an entry from the others of the day; null: there is none. */
export function keyOf(found: Found): string | null {
  switch (found.kind) {
    case "event":
      return found.item.id;
    case "unread":
      return `unread ${found.item.best_ms}`;
    case "recording":
      return `file ${found.item.id}`;
    case "gap":
      return `gap ${found.item.from_ms}`;
    default:
      return null;
  }
}

/** Index of the last entry that has begun at `atMs`; -1: none has. `entries` rise. */
export function lastBegun(entries: readonly { atMs: number }[], atMs: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function startOf(found: Found): number {
  if (found.kind === "event") return found.item.start_ms;
  if (found.kind === "unread") return found.item.best_ms;
  return found.kind === "nothing" ? 0 : found.item.from_ms;
}
