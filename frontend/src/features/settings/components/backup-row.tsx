"use client";

import { Box, Button, Flex, IconButton, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { DownloadIcon, RetryIcon, TrashIcon } from "@/components/icons";
import { apiUrl } from "@/lib/api/client";
import type { Backup } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

type Props = { backup: Backup; busy: boolean; onDelete: () => void; onRestore: () => void };

export function BackupRow({ backup, busy, onDelete, onRestore }: Props) {
  const t = useTranslations("settings.backup");
  const times = useTimes();
  const zone = useSiteZone();
  const { name } = backup;
  return (
    <Flex as="li" gap="2" align="center" wrap="wrap" px="4" py="2.5" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
      <Box flex="1" minW="min(100%, 15rem)">
        <Text fontWeight="medium" overflowWrap="anywhere" lineHeight="short">
          {name}
        </Text>
        <Text color="fg.muted" fontSize="xs" fontVariantNumeric="tabular-nums">
          {times.dayAndTime(backup.created_ms, zone)} {zoneLabel(backup.created_ms, zone)} · {t(`kinds.${backup.kind}`)} ·{" "}
          {times.size(backup.size_bytes)}
          {backup.program && ` · ePACK ${backup.program}`}
        </Text>
      </Box>
      <Flex gap="1">
        <Button size="xs" variant="outline" disabled={busy} aria-label={t("restoreOf", { name })} onClick={onRestore}>
          <RetryIcon /> {t("restore")}
        </Button>
        <IconButton asChild size="xs" variant="ghost" colorPalette="gray" aria-label={t("download", { name })} title={t("download", { name })}>
          <a href={apiUrl(`/backups/${encodeURIComponent(name)}`)} download={name}>
            <DownloadIcon />
          </a>
        </IconButton>
        <IconButton size="xs" variant="ghost" colorPalette="red" aria-label={t("delete", { name })} title={t("delete", { name })} onClick={onDelete}>
          <TrashIcon />
        </IconButton>
      </Flex>
    </Flex>
  );
}
