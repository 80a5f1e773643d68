"use client";

import { useTranslations } from "use-intl";

/** Why a camera has no recording of a time, in words. */
export function useGapCause(): (cause: string) => string {
  const t = useTranslations("timeline.cause");
  return (cause) => {
    const key = cause as "no_file";
    return t.has(key) ? t(key) : cause;
  };
}
