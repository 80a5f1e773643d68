"use client";

import { useLocale, useTranslations } from "use-intl";

import type { HealthFinding } from "@/lib/api/types";

/** A finding in words: what it is, how it stands in one sentence and in full, what to do. */
export function useFindingTexts() {
  const t = useTranslations("health");
  const locale = useLocale();
  const number = (value: number, digits: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  const percent = (value: number) => new Intl.NumberFormat(locale, { style: "percent" }).format(value);

  function amount(aspect: HealthFinding["aspect"], value: number): string {
    if (aspect === "label_px") return t("px", { value: number(value, 1) });
    if (aspect === "frozen" || aspect === "clock") return length(value);
    return percent(value);
  }

  function length(ms: number): string {
    if (ms < 120_000) return t("seconds", { value: Math.round(ms / 1000) });
    if (ms < 7_200_000) return t("minutes", { value: Math.round(ms / 60_000) });
    return t("hours", { value: number(ms / 3_600_000, 1) });
  }

  return (finding: HealthFinding) => {
    const { aspect, level, detail } = finding;
    const value = amount(aspect, finding.value);
    let says = t(`aspects.${aspect}.${level}`, { value });
    if (detail !== null && t.has(`kinds.${detail}` as "kinds.dark")) says = t(`kinds.${detail}` as "kinds.dark", { value });
    const normal = finding.normal !== null && ["sticker", "labels", "label_px"].includes(aspect) ? t("normalIs", { value: amount(aspect, finding.normal) }) : null;
    const soon = finding.days_left === null ? null : t("soon", { days: finding.days_left });
    return {
      title: t(`aspects.${aspect}.title`),
      sentence: joined(says, soon),
      says: joined(says, normal, soon),
      advice: level === "ok" ? null : t(`aspects.${aspect}.advice`),
    };
  };
}

function joined(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null).join(" ");
}
