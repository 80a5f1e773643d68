import type { Setting } from "@/lib/api/types";

import { sameValue, valueOf, type SettingChanges, type SettingValue } from "./settings";

/** What was typed, by key: numbers and lists stay text until they are saved, so that half-typed ones are kept. */
export type Draft = Readonly<Record<string, string | boolean | string[]>>;

export type Refusal = { key: string; problem: string; details: Readonly<Record<string, unknown>> };

export function typedValue(setting: Setting, value: SettingValue = valueOf(setting)): string | boolean | string[] {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value) && setting.choices.length === 0) return value.join("\n");
  return value;
}

/** The typed values that differ from those that are saved; a number that is none is a refusal. */
export function changesOf(settings: readonly Setting[], draft: Draft): { changes: SettingChanges; refusal: Refusal | null } {
  const changes: SettingChanges = {};
  for (const setting of settings) {
    const typed = draft[setting.key];
    if (typed === undefined) continue;
    const value = savedValue(setting, typed);
    if (value === null) return { changes: {}, refusal: { key: setting.key, problem: "not_a_number", details: {} } };
    if (!sameValue(value, valueOf(setting))) changes[setting.key] = value;
  }
  return { changes, refusal: null };
}

function savedValue(setting: Setting, typed: string | boolean | string[]): SettingValue | null {
  if (setting.type === "int" || setting.type === "float") {
    const text = String(typed).trim().replace(",", ".");
    const number = Number(text);
    return text === "" || !Number.isFinite(number) ? null : number;
  }
  if (setting.type === "texts" && typeof typed === "string") {
    return typed.split("\n").map((line) => line.trim()).filter(Boolean);
  }
  return typeof typed === "string" ? typed.trim() : typed;
}
