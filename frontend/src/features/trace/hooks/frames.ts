/** Positions of a video by frame. Times are seconds from the beginning of the video, in order. */

/** A player's clock stands anywhere within a frame, and rounds: this much before a frame still counts as on it. */
const ROUNDING_S = 0.001;

const USUAL_S = 1 / 25;

/** The index of the frame on screen at `at`. */
export function frameAt(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((times[middle] ?? 0) <= at + ROUNDING_S) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where to seek for frame `index` to be shown: its middle, so that no rounding leads to its neighbour. */
export function middleOf(times: readonly number[], index: number): number {
  const begin = times[index] ?? 0;
  const end = times[index + 1];
  if (end !== undefined) return (begin + end) / 2;
  const before = times[index - 1];
  return begin + (before === undefined ? USUAL_S : begin - before) / 2;
}

/** The frame `by` frames away from `index`, held within the video. */
export function frameBeside(times: readonly number[], index: number, by: number): number {
  return Math.min(times.length - 1, Math.max(0, index + by));
}
