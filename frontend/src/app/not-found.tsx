"use client";

import { Button } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { StatePanel } from "@/components/feedback/state-panel";
import { SearchIcon } from "@/components/icons";
import { paths } from "@/config/paths";

export default function NotFound() {
  const t = useTranslations("shell");
  return (
    <StatePanel
      icon={<SearchIcon />}
      title={t("notFound")}
      actions={
        <Button size="sm" asChild>
          <PageLink href={paths.home}>{t("home")}</PageLink>
        </Button>
      }
    >
      {t("notFoundText")}
    </StatePanel>
  );
}
