"use client";

import { Button } from "@chakra-ui/react";
import { useEffect } from "react";
import { useTranslations } from "use-intl";

import { StatePanel } from "@/components/feedback/state-panel";
import { RetryIcon, WarningIcon } from "@/components/icons";

/** In place of a page that broke, within the frame and in the language of all pages. */
export default function BrokenPage({ error }: { error: Error }) {
  const t = useTranslations("shell");
  useEffect(() => console.error(error), [error]);
  return (
    <StatePanel
      role="alert"
      icon={<WarningIcon />}
      title={t("broken")}
      actions={
        // Anew from the server: what broke it may be a script of a version that is no longer there.
        <Button size="sm" onClick={() => window.location.reload()}>
          <RetryIcon /> {t("reload")}
        </Button>
      }
    >
      {t("brokenText")}
    </StatePanel>
  );
}
