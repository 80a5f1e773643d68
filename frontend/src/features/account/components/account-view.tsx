"use client";

import { Skeleton, Stack } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Page } from "@/components/page";
import { useSession } from "@/lib/session/session";

import { DevicesPanel } from "./devices-panel";
import { FactorPanel } from "./factor-panel";
import { KeysPanel } from "./keys-panel";
import { NamePanel } from "./name-panel";
import { PasswordPanel } from "./password-panel";

/** The own account: everybody has one and looks after it alone. */
export function AccountView() {
  const t = useTranslations("account");
  const session = useSession().data;
  const user = session?.user;
  return (
    <Page title={t("title")} lead={t("lead")}>
      {user ? (
        <Stack gap="4" maxW="52rem">
          <NamePanel user={user} />
          <PasswordPanel user={user} />
          <FactorPanel user={user} />
          <DevicesPanel />
          <KeysPanel permissions={session.permissions} />
        </Stack>
      ) : (
        <Skeleton h="64" maxW="52rem" />
      )}
    </Page>
  );
}
