"use client";

import { useCallback } from "react";
import { useTranslations } from "use-intl";

/** What an action is called in plain words; its own name where a newer server knows one more. */
export function useActionText(): (action: string) => string {
  const t = useTranslations("audit.actions");
  return useCallback(
    (action: string) => {
      // Keys of texts have no dot of their own.
      const key = action.replaceAll(".", "_") as "sign_in";
      return t.has(key) ? t(key) : action;
    },
    [t],
  );
}
