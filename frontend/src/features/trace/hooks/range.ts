import { DAY_MS, fromWallClock, toWallClock } from "@/lib/time/zone";

export const quickDays = [1, 3, 7, 14, 30] as const;

/** How the time is chosen: the last days (today counts as the first), or from and to as wall clock. */
export type Range = { days: number | null; from: string | null; to: string | null };

export const allTime: Range = { days: null, from: null, to: null };

/** The instants a range means in `zone`; null where it is open. `nowMs` only decides which day is today. */
export function instants(range: Range, zone: string, nowMs: number): { fromMs: number | null; toMs: number | null } {
  if (range.days !== null) {
    const firstDay = toWallClock(nowMs - (range.days - 1) * DAY_MS, zone).slice(0, 10);
    return { fromMs: fromWallClock(`${firstDay}T00:00`, zone), toMs: null };
  }
  return {
    fromMs: range.from === null ? null : fromWallClock(range.from, zone),
    toMs: range.to === null ? null : fromWallClock(range.to, zone),
  };
}

/** Both ends are given and the wrong way round. */
export function isReversed({ from, to }: Range): boolean {
  return from !== null && to !== null && from >= to;
}
