"use client";

import { Button } from "@chakra-ui/react";
import { useEffect } from "react";
import { useTranslations } from "use-intl";

import { StatePanel } from "@/components/feedback/state-panel";
import { CheckIcon, WarningIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { PageLink } from "@/components/page-link";
import { paths } from "@/config/paths";

/** What the window of a sign-in shows at its end. It closes itself; the page that opened it goes on. */
export function SignInDone({ failed }: { failed: boolean }) {
  const t = useTranslations("sources");
  useEffect(() => window.close(), []);
  return (
    <Page title={t("title")}>
      <StatePanel
        icon={failed ? <WarningIcon /> : <CheckIcon />}
        title={t(failed ? "signIn.failed" : "signIn.done")}
        actions={
          <Button asChild size="sm" variant="outline">
            <PageLink href={paths.sources}>{t("toSources")}</PageLink>
          </Button>
        }
      >
        {t("signIn.text")}
      </StatePanel>
    </Page>
  );
}
