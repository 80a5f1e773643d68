"use client";

import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";

/** How long no further attempt is taken. Read out as it comes; only the eye follows the seconds. */
export function PauseNotice({ seconds }: { seconds: number }) {
  const t = useTranslations("session");
  return (
    <Notice>
      <span aria-live="off">{t("paused", { seconds })}</span>
    </Notice>
  );
}
