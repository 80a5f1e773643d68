"use client";

import { Button, Flex, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { Panel } from "@/components/panel";
import { setupPath } from "@/config/paths";

/** The way back into the first-time set-up. */
export function SetupSection() {
  const t = useTranslations("settings");
  return (
    <Panel title={t("groups.setup")}>
      <Flex direction="column" gap="3" align="flex-start" p="4">
        <Text color="fg.muted">{t("setup.text")}</Text>
        <Button asChild size="sm">
          <PageLink href={setupPath("brand")}>{t("setup.open")}</PageLink>
        </Button>
      </Flex>
    </Panel>
  );
}
