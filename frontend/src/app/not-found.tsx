"use client";

import { Button } from "@chakra-ui/react";
import NextLink from "next/link";
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
          <NextLink href={paths.home}>{t("home")}</NextLink>
        </Button>
      }
    >
      {t("notFoundText")}
    </StatePanel>
  );
}
