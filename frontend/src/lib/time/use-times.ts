"use client";

import { useLocale, useTranslations } from "use-intl";

import { calendarDay, clockTime, dayAndTime, fileSize, money, namedDay } from "./format";

const MINUTE_MS = 60_000;

/** The formats of times and sizes in the present language. */
export function useTimes() {
  const locale = useLocale();
  const t = useTranslations("time");
  return {
    clock: (atMs: number, zone: string) => clockTime(atMs, zone, locale),
    day: (atMs: number, zone: string) => calendarDay(atMs, zone, locale),
    namedDay: (day: string) => namedDay(day, locale),
    dayAndTime: (atMs: number, zone: string) => dayAndTime(atMs, zone, locale),
    money: (amount: number, currency: string) => money(amount, currency, locale),
    size: (bytes: number) => fileSize(bytes, locale),
    /** Time left, rounded to what a person can use. */
    left: (ms: number) => {
      if (ms < MINUTE_MS) return t("leftSeconds", { seconds: Math.max(1, Math.round(ms / 1000)) });
      if (ms < 60 * MINUTE_MS) return t("leftMinutes", { minutes: Math.round(ms / MINUTE_MS) });
      const minutes = Math.round(ms / MINUTE_MS);
      return t("leftHours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
    },
  };
}
