"use client";

import { createContext, startTransition, use, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { IntlProvider } from "use-intl";

import { browserZone } from "@/lib/time/zone";

import { firstLocale, hasStoredLocale, loadMessages, storeLocale, type Locale } from "./locales";

type Choice = {
  locale: Locale;
  choose: (locale: Locale) => void;
  /** Take the language of the site, unless one was chosen in this browser. Not remembered. */
  follow: (locale: Locale) => void;
};

const LocaleContext = createContext<Choice>({ locale: "en", choose: () => {}, follow: () => {} });

/** Suspends until the texts of the language are there. Rendered in the browser only. */
export function LocaleProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(firstLocale);
  const messages = use(loadMessages(locale));
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const choose = useCallback((next: Locale) => {
    storeLocale(next);
    startTransition(() => setLocale(next));
  }, []);
  const follow = useCallback((site: Locale) => {
    if (!hasStoredLocale()) startTransition(() => setLocale(site));
  }, []);
  const value = useMemo(() => ({ locale, choose, follow }), [locale, choose, follow]);
  return (
    <LocaleContext.Provider value={value}>
      <IntlProvider locale={locale} messages={messages} timeZone={browserZone()}>
        {children}
      </IntlProvider>
    </LocaleContext.Provider>
  );
}

export function useLocaleChoice(): Choice {
  return useContext(LocaleContext);
}
