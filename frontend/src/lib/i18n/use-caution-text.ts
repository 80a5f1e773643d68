"use client";

import { useCallback } from "react";
import { useTranslations } from "use-intl";

import type { Caution } from "@/lib/api/types";

import { useErrorTextOf } from "./use-error-text";

/** What the server warns of, in words of the present language. */
export function useCautionText(): (caution: Caution) => string {
  const t = useTranslations("cautions");
  const errorText = useErrorTextOf();
  return useCallback(
    (caution: Caution) => {
      const key = caution.code as "scan_broke_off";
      // A scan may also break off with any failure that a call can have.
      if (!t.has(key)) return errorText(caution);
      return (t as unknown as (key: string, values: object) => string)(key, caution.details);
    },
    [t, errorText],
  );
}
