import type { Recording } from "@/lib/api/types";

/** A moment of a camera: which recording, and ms from its first frame. */
export type Moment = { recordingId: number; atMs: number };

/** The last frames of a file are often not there, whatever its length says. */
const END_MS = 500;

/**
 * A camera's recordings as one reel, oldest first, without the time between them: `startsMs[i]` is where the i-th
 * begins on the reel.
 */
export type Reel = { recordings: readonly Recording[]; startsMs: readonly number[]; lengthMs: number };

/** Files that could not be opened have no length and no picture; they are left out, and so are deleted ones. */
export function reelOf(listed: readonly Recording[]): Reel {
  const recordings = listed.filter((one) => one.duration_ms > 0 && one.status !== "missing");
  recordings.sort((a, b) => a.start_ms - b.start_ms);
  const startsMs: number[] = [];
  let lengthMs = 0;
  for (const one of recordings) {
    startsMs.push(lengthMs);
    lengthMs += one.duration_ms;
  }
  return { recordings, startsMs, lengthMs };
}

/** Where a moment lies on the reel; null when its recording is not on it. */
export function placeOf(reel: Reel, moment: Moment): number | null {
  const index = reel.recordings.findIndex((one) => one.id === moment.recordingId);
  const startMs = reel.startsMs[index];
  return startMs === undefined ? null : startMs + moment.atMs;
}

/** The moment at a place on the reel, pushed back onto it; null on an empty reel. */
export function momentAt(reel: Reel, placeMs: number): Moment | null {
  const place = Math.min(Math.max(0, placeMs), Math.max(0, reel.lengthMs - END_MS));
  const after = reel.startsMs.findIndex((startMs) => startMs > place);
  const index = after === -1 ? reel.recordings.length - 1 : after - 1;
  const [recording, startMs] = [reel.recordings[index], reel.startsMs[index]];
  if (!recording || startMs === undefined) return null;
  const atMs = Math.min(Math.round(place - startMs), Math.max(0, recording.duration_ms - END_MS));
  return { recordingId: recording.id, atMs };
}

/** The moment that shows an instant (UTC ms), or the nearest one. */
export function momentOf(reel: Reel, instantMs: number): Moment | null {
  let best: { offMs: number; moment: Moment } | null = null;
  for (const one of reel.recordings) {
    const atMs = Math.min(Math.max(0, instantMs - one.start_ms), Math.max(0, one.duration_ms - END_MS));
    const offMs = Math.abs(one.start_ms + atMs - instantMs);
    if (best === null || offMs < best.offMs) best = { offMs, moment: { recordingId: one.id, atMs } };
  }
  return best?.moment ?? null;
}

/** The instant (UTC ms) that a moment shows. */
export function instantOf(reel: Reel, moment: Moment): number | null {
  const recording = reel.recordings.find((one) => one.id === moment.recordingId);
  return recording ? recording.start_ms + moment.atMs : null;
}
