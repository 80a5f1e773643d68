"use client";

import { useCallback } from "react";
import { useLocale, useTranslations } from "use-intl";

import { asApiError } from "@/lib/api/errors";

/** Failures that the dashboard words better than the server, which does not know what the page can do. */
const OWN_WORDS = new Set(["internal", "foreign_origin", "host_not_allowed", "http_413", "too_large", "too_many_streams"]);
const VALUES = { camera: "", name: "", path: "" };

type Failure = { code: string; message: string; details: Record<string, unknown> };

/**
 * A failed call in words of the present language. The server writes English and names the thing that is wrong, so in
 * English its own sentence stands; in other languages the text of the code, filled from the details.
 */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations("errors");
  const textOf = useErrorTextOf();
  return useCallback(
    (error: unknown) => {
      const failure = asApiError(error);
      return failure.unreachable ? t("unreachable") : textOf(failure);
    },
    [t, textOf],
  );
}

/** The same for a failure that the server tells of in an answer. */
export function useErrorTextOf(): (failure: Failure) => string {
  const locale = useLocale();
  const t = useTranslations("errors");
  const reasons = useTranslations("program.reasons");
  return useCallback(
    ({ code, message, details }: Failure) => {
      if (locale === "en" && message && !OWN_WORDS.has(code)) return message;
      // `has` takes any code the server may send, also ones this dashboard has no text for.
      const key = code as "internal";
      if (t.has(key)) return (t as unknown as (key: string, values: object) => string)(key, { ...VALUES, ...details });
      if (reasons.has(key)) return reasons(key);
      return message || t("unexpected");
    },
    [locale, t, reasons],
  );
}
