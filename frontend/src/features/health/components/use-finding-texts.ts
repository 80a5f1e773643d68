"use client";

import { useTranslations } from "use-intl";

import type { HealthFinding } from "@/lib/api/types";

import { useAmounts } from "./use-amounts";

/** A finding in words: what it is, how it stands in one sentence and in full, what to do. */
export function useFindingTexts() {
  const t = useTranslations("health");
  const amounts = useAmounts();
  const amount = (aspect: HealthFinding["aspect"], value: number) => (aspect === "label_px" ? t("px", { value: amounts(aspect, value) }) : amounts(aspect, value));

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
