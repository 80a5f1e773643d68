/** Times are UTC epoch milliseconds everywhere; here they become a wall clock of a camera's zone and back. */

const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** The zone of this browser, e.g. `Asia/Ho_Chi_Minh`. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

const knownZones = new Map<string, string>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** `zone` when this browser knows it, else UTC: a wrong zone name must not take the page down. */
export function knownZone(zone: string): string {
  let known = knownZones.get(zone);
  if (known === undefined) {
    try {
      new Intl.DateTimeFormat("en", { timeZone: zone });
      known = zone;
    } catch {
      known = "UTC";
    }
    knownZones.set(zone, known);
  }
  return known;
}

/** A format of times in `zone`, made once: making one takes longer than drawing the row of a list that needs it. */
export function zonedFormat(tag: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${zone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(tag, { timeZone: knownZone(zone), ...options });
    formats.set(key, format);
  }
  return format;
}

/** How far `zone` is ahead of UTC at that instant, in ms. */
export function zoneOffsetMs(atMs: number, zone: string): number {
  const parts = zonedFormat("en-US", zone, {
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const wall = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wall - Math.floor(atMs / 1000) * 1000;
}

/** The value of a `datetime-local` field, `YYYY-MM-DDTHH:mm`, for an instant as seen in `zone`. */
export function toWallClock(atMs: number, zone: string): string {
  return new Date(atMs + zoneOffsetMs(atMs, zone)).toISOString().slice(0, 16);
}

/** The same to the second. */
export function toWallClockSecond(atMs: number, zone: string): string {
  return new Date(atMs + zoneOffsetMs(atMs, zone)).toISOString().slice(0, 19);
}

/** Whether it is `YYYY-MM-DDTHH:mm`, with seconds or without. */
export function isWallClock(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text);
}

/** The instant at which the clocks of `zone` show `text` (`YYYY-MM-DDTHH:mm[:ss]`); null for anything else. */
export function fromWallClock(text: string, zone: string): number | null {
  if (!isWallClock(text)) return null;
  const wall = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  if (Number.isNaN(wall)) return null;
  // The offset is looked up twice: the first guess may fall on the other side of a change of the clocks.
  const guess = wall - zoneOffsetMs(wall, zone);
  return wall - zoneOffsetMs(guess, zone);
}

/** Short name of the zone at that instant, as people write it: `GMT+7`. */
export function zoneLabel(atMs: number, zone: string): string {
  const minutes = Math.round(zoneOffsetMs(atMs, zone) / MINUTE_MS);
  if (minutes === 0) return "GMT";
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `GMT${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}
