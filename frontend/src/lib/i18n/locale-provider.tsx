"use client";

import { usePathname } from "next/navigation";
import { createContext, startTransition, use, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { IntlProvider } from "use-intl";

import { paths } from "@/config/paths";
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
  const pathname = usePathname();
  const messages = use(loadMessages(locale, !isTrace(pathname)));
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

/** The page that most people come for shows few texts; it does not wait for those of all the others. */
function isTrace(pathname: string): boolean {
  return [paths.home, paths.trace].some((path) => path === pathname || path === `${pathname}/`);
}

export function useLocaleChoice(): Choice {
  return useContext(LocaleContext);
}
