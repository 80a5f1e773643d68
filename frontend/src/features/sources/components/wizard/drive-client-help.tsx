"use client";

import { Box, chakra, Flex, Stack } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CopyButton } from "@/components/copy-field";
import { Notice } from "@/components/feedback/notice";
import { apiUrl } from "@/lib/api/client";

const before = ["project", "enable", "consent", "client", "redirect"] as const;

/** Where a client ID comes from, step by step, with the address that Google must know. */
export function DriveClientHelp() {
  const t = useTranslations("wizard.drive");
  const address = `${window.location.origin}${apiUrl("/sources/drive/callback")}`;
  return (
    <>
    {!comesBack() && <Notice tone="info">{t("localOnly", { address: `http://localhost:${window.location.port || "80"}` })}</Notice>}
    <chakra.details bg="bg.muted" rounded="md" px="3" py="2">
      <chakra.summary cursor="pointer" fontWeight="medium">
        {t("clientHelp")}
      </chakra.summary>
      <Stack as="ol" listStyleType="decimal" ps="5" mt="2" gap="1.5">
        {before.map((step) => (
          <li key={step}>
            {t(`clientSteps.${step}`)}
            {step === "redirect" && (
              <Flex gap="2" align="center" mt="1" wrap="wrap">
                <Box fontFamily="mono" fontSize="sm" bg="bg.panel" borderWidth="1px" rounded="sm" px="2" py="0.5" overflowWrap="anywhere" minW="0">
                  {address}
                </Box>
                <CopyButton value={address} label={t("redirectAddress")} />
              </Flex>
            )}
          </li>
        ))}
        <li>{t("clientSteps.copy")}</li>
      </Stack>
    </chakra.details>
    </>
  );
}

/** Google sends browsers back to encrypted addresses and to the computer itself, and nowhere else. */
function comesBack(): boolean {
  return window.location.protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(window.location.hostname);
}
