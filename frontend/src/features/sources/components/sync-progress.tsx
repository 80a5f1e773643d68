"use client";

import { Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ProgressBar } from "@/components/progress-bar";
import type { SourceRunning } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";

const MOST_NAMES = 3;

/** A run that runs: how much is here, how fast it comes, what is left, and what comes now. */
export function SyncProgress({ name, running }: { name: string; running: SourceRunning }) {
  const t = useTranslations("sources.running");
  const times = useTimes();
  const total = running.left === null ? null : running.fetched + running.failed + running.left;
  const parts = [
    total !== null && total > 0 ? t("text", { fetched: running.fetched, total }) : running.listed > 0 ? t("listed", { listed: running.listed }) : t("listing"),
    running.bytes > 0 ? t("bytes", { size: times.size(running.bytes) }) : null,
    running.bytes_per_s > 0 ? t("speed", { size: times.size(running.bytes_per_s) }) : null,
    running.left !== null && total ? t("left", { count: running.left }) : null,
    running.failed > 0 ? t("failed", { count: running.failed }) : null,
  ];
  return (
    <Stack gap="1.5" px="4" py="3" borderBottomWidth="1px">
      <ProgressBar value={total ? (running.fetched + running.failed) / total : null} label={t("progress", { name })} />
      <Text fontSize="sm" fontVariantNumeric="tabular-nums">
        {parts.filter(Boolean).join(" · ")}
      </Text>
      {running.current.length > 0 && (
        <Text fontSize="xs" color="fg.muted" overflowWrap="anywhere" lineClamp="2">
          {t("now", { names: running.current.slice(0, MOST_NAMES).join(", ") })}
        </Text>
      )}
    </Stack>
  );
}
