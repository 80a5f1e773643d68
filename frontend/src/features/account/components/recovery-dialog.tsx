"use client";

import { Button, Flex, SimpleGrid, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CopyButton } from "@/components/copy-field";
import { DownloadIcon } from "@/components/icons";
import { Modal } from "@/components/modal";
import { saveFile } from "@/lib/save-file";

/** The recovery codes, shown once: whoever loses the phone gets in with one of them. */
export function RecoveryDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useTranslations("account.factor");
  const list = codes.join("\n");
  return (
    <Modal open once onClose={onClose} title={t("codesTitle")} size="sm" footer={<Button onClick={onClose}>{t("kept")}</Button>}>
      <Stack gap="4">
        <Text>{t("codesText")}</Text>
        <SimpleGrid as="ul" listStyleType="none" columns={{ base: 1, sm: 2 }} gap="1" fontFamily="mono" aria-label={t("codesTitle")}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </SimpleGrid>
        <Flex gap="2" wrap="wrap">
          <CopyButton value={list} label={t("codesTitle")} />
          <Button size="sm" variant="outline" onClick={() => saveFile(new Blob([`${list}\n`], { type: "text/plain" }), "epack-recovery-codes.txt")}>
            <DownloadIcon /> {t("saveCodes")}
          </Button>
        </Flex>
      </Stack>
    </Modal>
  );
}
