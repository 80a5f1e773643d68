"use client";

import { Button, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

const LEAST_MS = 1_000;

/** A certificate that the device signed itself: shown, and trusted from then on when it is accepted. */
export function CertificateOffer({ fingerprint, onAccept }: { fingerprint: string; onAccept: () => void }) {
  const t = useTranslations("wizard.certificate");
  return (
    <Stack gap="2" align="flex-start" bg="mark.subtle" color="mark.fg" rounded="md" px="4" py="3" role="group" aria-label={t("title")}>
      <Text fontWeight="semibold">{t("title")}</Text>
      <Text>{t("text")}</Text>
      <Text fontFamily="mono" fontSize="sm" overflowWrap="anywhere" data-fingerprint>
        {spelt(fingerprint)}
      </Text>
      <Button type="button" size="xs" onClick={onAccept}>
        {t("accept")}
      </Button>
    </Stack>
  );
}

/** In pairs, as devices show it. */
export function spelt(fingerprint: string): string {
  return (fingerprint.replaceAll(":", "").toUpperCase().match(/.{1,2}/g) ?? []).join(":");
}

/** A clock that is wrong, and that its times are corrected. `behindMs`: what it is behind by. */
export function ClockNote({ behindMs }: { behindMs: number }) {
  const t = useTranslations("wizard.clock");
  if (Math.abs(behindMs) < LEAST_MS) return null;
  const seconds = Math.round(Math.abs(behindMs) / 100) / 10;
  return (
    <Stack gap="1" bg="mark.subtle" color="mark.fg" rounded="md" px="4" py="3" role="status">
      <Text fontWeight="semibold">{t("title", { seconds, ahead: behindMs < 0 ? "yes" : "no" })}</Text>
      <Text>{t("text")}</Text>
    </Stack>
  );
}
