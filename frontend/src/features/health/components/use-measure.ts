"use client";

import { useLocale, useTranslations } from "use-intl";

import type { HealthFinding } from "@/lib/api/types";

import { useAmounts } from "./use-amounts";

export type Measure = {
  title: string;
  value: string;
  unit: string;
  /** What is normal for the camera; null where nothing is but good. */
  normal: string | null;
  /** Its days in a sentence; null without days to compare. */
  trend: string | null;
  /** All of it in one sentence, for those who do not see the tile. */
  says: string;
};

/** What stands in the tile of a finding. */
export function useMeasure() {
  const t = useTranslations("health");
  const locale = useLocale();
  const amount = useAmounts();

  return (finding: HealthFinding): Measure => {
    const { aspect, level, detail } = finding;
    // What a number would not tell.
    const plain = aspect === "blind" ? t("measure.noPicture") : detail === "other_view" ? t("measure.otherView") : null;
    const value = plain ?? amount(aspect, finding.value);
    const unit = plain !== null || aspect === "blind" ? "" : t(`measure.unit.${aspect}`);
    const usual = finding.normal ?? (aspect === "sticker_moved" || aspect === "view" ? 0 : null);
    // "100 % of normal" says what normal is.
    const told = aspect === "sharpness" || aspect === "brightness";
    const normal = usual === null || told ? null : t("measure.normal", { value: amount(aspect, usual) });
    const days = finding.history.filter((one) => one !== null);
    const trend =
      days.length > 1 ? t("trend.summary", { what: t(`aspects.${aspect}.title`), days: days.length, first: amount(aspect, days[0] ?? 0), last: amount(aspect, days.at(-1) ?? 0) }) : null;
    const title = t(`aspects.${aspect}.title`);
    const state = t(`level.${level}`).toLocaleLowerCase(locale);
    const sentence = t("measure.says", { title, value: [value, unit].filter((part) => part !== "").join(" "), level: state });
    return { title, value, unit, normal, trend, says: [sentence, normal && `${normal}.`, trend && `${trend}.`].filter(Boolean).join(" ") };
  };
}
