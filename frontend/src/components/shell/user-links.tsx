"use client";

import { Button } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { paths } from "@/config/paths";

import { PageLink } from "../page-link";

/** The way to the own account, which everybody has. */
export function UserLinks() {
  const t = useTranslations("nav");
  return (
    <Button asChild size="sm" variant="ghost" colorPalette="gray" justifyContent="flex-start">
      <PageLink href={paths.account}>{t("account")}</PageLink>
    </Button>
  );
}
