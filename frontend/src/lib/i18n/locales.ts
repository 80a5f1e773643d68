import { insist } from "@/lib/parts/insist";

import type en from "./messages/en";

export const locales = ["en", "vi"] as const;
export type Locale = (typeof locales)[number];
export type Messages = typeof en;

const KEY = "epack.locale";

export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale);
}

/** The language chosen here before, else the browser's, else English. */
export function firstLocale(): Locale {
  const stored = readStored();
  if (isLocale(stored)) return stored;
  return navigator.language.toLowerCase().startsWith("vi") ? "vi" : "en";
}

/** Whether somebody chose a language in this browser; then the site's language does not matter here. */
export function hasStoredLocale(): boolean {
  return isLocale(readStored());
}

export function storeLocale(locale: Locale): void {
  try {
    localStorage.setItem(KEY, locale);
  } catch {
    // Storage may be refused (private window); the choice then holds until the page is left.
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

const parts = {
  en: { core: () => import("./messages/en/core"), more: () => import("./messages/en/more") },
  vi: { core: () => import("./messages/vi/core"), more: () => import("./messages/vi/more") },
};
const loading = new Map<string, Promise<Messages>>();

/**
 * The texts of a language, fetched once. Without `all` those of Trace and of what is around every page, unless all are
 * there anyway.
 */
export function loadMessages(locale: Locale, all: boolean): Promise<Messages> {
  const whole = loading.get(`${locale} all`);
  if (whole) return whole;
  const key = all ? `${locale} all` : locale;
  let messages = loading.get(key);
  if (!messages) {
    const { core, more } = parts[locale];
    messages = Promise.all([insist(core), all ? insist(more) : null]).then(([first, second]) => ({ ...first.default, ...second?.default }) as Messages);
    loading.set(key, messages);
  }
  return messages;
}
