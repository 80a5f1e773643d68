"use client";

import { useCallback } from "react";
import { useTranslations } from "use-intl";

import { asApiError } from "@/lib/api/errors";

/**
 * A failed call in words. Codes that the dashboard knows are said in its own language; for the others the server's
 * sentence stands, which names the thing that is wrong.
 */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations("errors");
  return useCallback(
    (error: unknown) => {
      const { code, message, unreachable } = asApiError(error);
      if (unreachable) return t("unreachable");
      // `t.has` takes any code the server may send, also ones this dashboard has no text for.
      const key = code as "internal";
      if (t.has(key)) return t(key);
      return message || t("unexpected");
    },
    [t],
  );
}
