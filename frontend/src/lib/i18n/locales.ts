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

const loading = new Map<Locale, Promise<Messages>>();

/** The texts of a language, fetched once. */
export function loadMessages(locale: Locale): Promise<Messages> {
  let messages = loading.get(locale);
  if (!messages) {
    messages = (locale === "vi" ? import("./messages/vi") : import("./messages/en")).then(
      (module) => module.default as Messages,
    );
    loading.set(locale, messages);
  }
  return messages;
}
