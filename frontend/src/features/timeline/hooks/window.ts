/** The part of a day that is on the screen, in ms from the day's beginning. */
export type Window = { from: number; to: number };

export const NARROWEST_MS = 60_000;

/** Inside the day, and not narrower than a minute. */
export function clamped({ from, to }: Window, length: number): Window {
  const span = Math.min(length, Math.max(NARROWEST_MS, to - from));
  const begin = Math.min(Math.max(0, from), length - span);
  return { from: begin, to: begin + span };
}

/** Zoomed so that `at` stays where it is; `factor` below 1 comes nearer. */
export function zoomed(window: Window, factor: number, at: number, length: number): Window {
  const span = Math.min(length, Math.max(NARROWEST_MS, (window.to - window.from) * factor));
  const share = (at - window.from) / (window.to - window.from);
  const from = at - share * span;
  return clamped({ from, to: from + span }, length);
}

export function panned(window: Window, by: number, length: number): Window {
  return clamped({ from: window.from + by, to: window.to + by }, length);
}

/** Moved just far enough that `at` is on the screen, with a tenth of it to spare. */
export function showing(window: Window, at: number, length: number): Window {
  const margin = (window.to - window.from) / 10;
  if (at < window.from + margin) return panned(window, at - margin - window.from, length);
  if (at > window.to - margin) return panned(window, at + margin - window.to, length);
  return window;
}

const MINUTE = 60_000;
const STEPS = [1_000, 5_000, 10_000, 30_000, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE, 180 * MINUTE, 360 * MINUTE];

/** Where the ruler has marks: round times at least `apart` px from each other. */
export function ticks(window: Window, width: number, apart = 80): number[] {
  const least = ((window.to - window.from) / Math.max(1, width)) * apart;
  const step = STEPS.find((one) => one >= least) ?? 360 * MINUTE;
  const marks: number[] = [];
  for (let at = Math.ceil(window.from / step) * step; at <= window.to; at += step) marks.push(at);
  return marks;
}
