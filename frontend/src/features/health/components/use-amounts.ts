"use client";

import { useLocale, useTranslations } from "use-intl";

import type { HealthFinding } from "@/lib/api/types";

/** How far something moved is told in tenths of a percent: its limits are as small. */
const FINE: readonly HealthFinding["aspect"][] = ["view", "sticker_moved"];

/** The values of findings as people read them, without their unit: `92%`, `2.2`; times with it: `12 min`. */
export function useAmounts() {
  const t = useTranslations("health");
  const locale = useLocale();
  const number = (value: number, digits: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  const percent = (value: number, digits: number) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(value);

  function length(ms: number): string {
    if (ms < 120_000) return t("seconds", { value: Math.round(ms / 1000) });
    if (ms < 7_200_000) return t("minutes", { value: Math.round(ms / 60_000) });
    return t("hours", { value: number(ms / 3_600_000, 1) });
  }

  return (aspect: HealthFinding["aspect"], value: number): string => {
    if (aspect === "label_px") return number(value, 1);
    if (aspect === "frozen" || aspect === "clock") return length(value);
    return percent(value, FINE.includes(aspect) ? 1 : 0);
  };
}
