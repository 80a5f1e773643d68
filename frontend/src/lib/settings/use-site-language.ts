"use client";

import { useEffect } from "react";

import { useLocaleChoice } from "@/lib/i18n/locale-provider";
import { isLocale } from "@/lib/i18n/locales";

import { useSettings } from "./settings";

/** Shows the dashboard in the language of the site's settings, unless another was chosen in this browser. */
export function useSiteLanguage(): void {
  const { follow } = useLocaleChoice();
  const language = useSettings().data?.items.find((one) => one.key === "language")?.value;
  useEffect(() => {
    if (isLocale(language)) follow(language);
  }, [language, follow]);
}
