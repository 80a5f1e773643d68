import type { Overview } from "@/lib/api/types";

const HOUR_MS = 3_600_000;

export type HourBar = { hour: number; events: number; withoutCode: number };
export type CameraDay = { cameraId: number; bars: HourBar[]; events: number; withoutCode: number };

/** One row a camera with a bar for every hour of the day, those without events too. Days of 23 and 25 hours fit. */
export function cameraDays(overview: Pick<Overview, "hours" | "day_from_ms" | "day_to_ms">, cameraIds: readonly number[]): CameraDay[] {
  const hours = Math.round((overview.day_to_ms - overview.day_from_ms) / HOUR_MS);
  const ids = [...new Set([...cameraIds, ...overview.hours.map((one) => one.camera_id)])];
  return ids.map((cameraId) => {
    const own = overview.hours.filter((one) => one.camera_id === cameraId);
    const bars = Array.from({ length: hours }, (_, hour) => {
      const found = own.find((one) => one.hour === hour);
      return { hour, events: found?.events ?? 0, withoutCode: found?.without_code ?? 0 };
    });
    return {
      cameraId,
      bars,
      events: bars.reduce((sum, bar) => sum + bar.events, 0),
      withoutCode: bars.reduce((sum, bar) => sum + bar.withoutCode, 0),
    };
  });
}

/** The hour of the day that the clocks of the zone show when this hour of the day begins. */
export function clockHour(dayFromMs: number, hour: number, zone: string): number {
  const shown = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" });
  return Number(shown.format(dayFromMs + hour * HOUR_MS));
}
