"use client";

import { Button, Flex, IconButton } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { DownloadIcon, HelpIcon } from "@/components/icons";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useExportResults } from "../api/export-results";
import type { SearchWish } from "../api/search";
import { SavedSearches } from "./saved-searches";

type Props = { wish: SearchWish; addressNow: () => string; onOpen: (address: string) => void; onHelp: () => void };

/** What can be done with the search as a whole. */
export function PageActions({ wish, addressNow, onOpen, onHelp }: Props) {
  const t = useTranslations("trace");
  const text = useErrorText();
  const results = useExportResults();
  return (
    <Flex gap="2" align="center">
      <SavedSearches addressNow={addressNow} onOpen={onOpen} />
      <Button
        size="sm"
        variant="outline"
        colorPalette="gray"
        title={t("exportHelp")}
        loading={results.isPending}
        onClick={() => results.mutate(wish, { onError: (error) => toaster.error({ title: t("exportFailed"), description: text(error) }) })}
      >
        <DownloadIcon /> {t("export")}
      </Button>
      <IconButton size="sm" variant="outline" colorPalette="gray" aria-label={t("help")} title={`${t("help")} (?)`} onClick={onHelp}>
        <HelpIcon />
      </IconButton>
    </Flex>
  );
}
