"use client";

import { useFormatter, useTranslations } from "use-intl";

import type { Setting } from "@/lib/api/types";

import type { Refusal } from "./draft";
import type { SettingValue } from "./settings";

/** Names that the server gives, in the present language; one that has no text here is shown as it is. */
function useNames(section: "settings.choices" | "settings.units" | "settings.problems") {
  const t = useTranslations(section);
  return (name: string, values: Record<string, string> = {}, otherwise = name) =>
    t.has(name as never) ? (t as unknown as (key: string, values: Record<string, string>) => string)(name, values) : otherwise;
}

export function useChoiceName(): (choice: string) => string {
  const name = useNames("settings.choices");
  return (choice) => name(choice);
}

export function useUnitName(): (unit: string) => string {
  const name = useNames("settings.units");
  return (unit) => name(unit === "%" ? "percent" : unit, {}, unit);
}

/** Label and explanation of a setting, its default and limits, and what is wrong with a value, in words. */
export function useSettingTexts() {
  const t = useTranslations("settings");
  const items = useTranslations("settings.items");
  const choice = useChoiceName();
  const unit = useUnitName();
  const problem = useNames("settings.problems");
  const format = useFormatter();
  // A port is a name, not an amount: no grouping.
  const number = (value: number) => format.number(value, { maximumFractionDigits: 3, useGrouping: value >= 100_000 });

  function item(key: string, part: "label" | "help"): string {
    const full = `${key}.${part}` as "port.label";
    return items.has(full) ? items(full) : key;
  }

  function shown(value: SettingValue, setting: Setting): string {
    if (typeof value === "boolean") return value ? t("on") : t("off");
    if (Array.isArray(value)) return value.length > 0 ? value.map(choice).join(", ") : t("none");
    if (value === "") return t("empty");
    if (typeof value === "number") return setting.unit ? `${number(value)} ${unit(setting.unit)}` : number(value);
    return choice(value);
  }

  function limits(setting: Setting): string | null {
    if (setting.min === null) return null;
    const min = number(setting.min);
    const of = unit(setting.unit);
    const text = setting.max === null ? t("rangeFrom", { min, unit: of }) : t("range", { min, max: number(setting.max), unit: of });
    return text.trim();
  }

  return {
    label: (key: string) => item(key, "label"),
    help: (key: string) => item(key, "help"),
    shown,
    limits,
    refused: (refusal: Refusal, setting: Setting) =>
      problem(
        refusal.problem,
        { bounds: limits(setting) ?? "", other: item(String(refusal.details.other ?? setting.key), "label") },
        t("problems.refused"),
      ),
  };
}
