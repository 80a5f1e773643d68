"use client";

import { useTranslations } from "use-intl";

import { ApiError } from "@/lib/api/errors";
import { useErrorText } from "@/lib/i18n/use-error-text";

type Told = { trouble: string | null; message?: string | null; details?: Record<string, unknown> };

/** What goes wrong with sources, in words: a short title, and the sentence that says what to do. */
export function useTroubleTexts() {
  const t = useTranslations("troubles");
  const text = useErrorText();
  return {
    title: (trouble: string) => {
      const key = trouble as "source_lost";
      return t.has(key) ? t(key) : trouble;
    },
    advice: ({ trouble, message, details }: Told) => text(new ApiError(trouble ?? "unexpected", message ?? "", 400, details)),
  };
}
