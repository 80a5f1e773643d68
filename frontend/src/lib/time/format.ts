import { zonedFormat } from "./zone";

const TAGS: Record<string, string> = { en: "en-GB", vi: "vi-VN" };

function tag(locale: string): string {
  return TAGS[locale] ?? locale;
}

/** Wall clock with seconds, `14:03:22`. */
export function clockTime(atMs: number, zone: string, locale: string): string {
  return zonedFormat(tag(locale), zone, {
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(atMs);
}

/** `21 Nov 2026`. */
export function calendarDay(atMs: number, zone: string, locale: string): string {
  return zonedFormat(tag(locale), zone, { dateStyle: "medium" }).format(atMs);
}

/** `21 Nov 2026` for `2026-11-21`. */
export function namedDay(day: string, locale: string): string {
  return calendarDay(Date.parse(`${day}T00:00:00Z`), "UTC", locale);
}

/** Day and wall clock. */
export function dayAndTime(atMs: number, zone: string, locale: string): string {
  return `${calendarDay(atMs, zone, locale)} ${clockTime(atMs, zone, locale)}`;
}

/** Length as a player shows it: `0:42`, `12:05`, `1:00:09`. */
export function clockLength(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** Position in a player with tenths, so that stepping by frames can be seen: `0:42.3`. */
export function clockPosition(seconds: number): string {
  const tenths = Math.max(0, Math.floor(seconds * 10));
  const whole = Math.floor(tenths / 10);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}.${tenths % 10}`;
}

/** `4.2 MB`, in the language's own decimal mark. */
export function fileSize(bytes: number, locale: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  return new Intl.NumberFormat(tag(locale), {
    style: "unit",
    unit: units[step],
    unitDisplay: "short",
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1000 ** step);
}

/** An amount of money in its whole units: `₫1,200,000`, `1.200.000 ₫`. */
export function money(amount: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(tag(locale), { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(amount);
}
