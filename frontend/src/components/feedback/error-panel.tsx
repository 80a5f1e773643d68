"use client";

import { Button } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { useErrorText } from "@/lib/i18n/use-error-text";

import { RetryIcon, WarningIcon } from "../icons";
import { StatePanel } from "./state-panel";

/** A query that failed, with what the server said and a way to try again. */
export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations("controls");
  const text = useErrorText();
  return (
    <StatePanel
      role="alert"
      icon={<WarningIcon />}
      title={t("failedTitle")}
      actions={
        onRetry && (
          <Button size="sm" variant="outline" onClick={onRetry}>
            <RetryIcon /> {t("tryAgain")}
          </Button>
        )
      }
    >
      {text(error)}
    </StatePanel>
  );
}
