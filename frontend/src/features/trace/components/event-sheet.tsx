"use client";

import { Button, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { PlanIcon } from "@/components/icons";
import { useLocaleChoice } from "@/lib/i18n/locale-provider";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useMay } from "@/lib/session/session";

import { useEventSheet } from "../api/get-event-sheet";

/** The event on paper: for those who ask for a document rather than a video. */
export function EventSheet({ eventId }: { eventId: string }) {
  const t = useTranslations("player");
  const text = useErrorText();
  const { locale } = useLocaleChoice();
  const sheet = useEventSheet(eventId);
  if (!useMay({ permission: "cut" })) return null;
  return (
    <Button
      size="xs"
      variant="ghost"
      colorPalette="gray"
      px={{ base: "0", sm: "2.5" }}
      minW={{ base: "10", sm: "0" }}
      h={{ base: "10", sm: "8" }}
      aria-label={t("sheet")}
      title={t("sheetHelp")}
      loading={sheet.isPending}
      onClick={() => sheet.mutate(locale, { onError: (error) => toaster.error({ title: t("sheetFailed"), description: text(error) }) })}
    >
      <PlanIcon />
      <Text as="span" display={{ base: "none", sm: "inline" }}>
        {t("sheet")}
      </Text>
    </Button>
  );
}
