"use client";

import { Box, Button, Flex, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { CutIcon, DownloadIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import { useErrorText, useErrorTextOf } from "@/lib/i18n/use-error-text";

import { useCutClips } from "../api/cut-clips";
import { isOpen, useClipsOfBatch } from "../api/get-clips";
import { media } from "../api/media";
import { useListsAfterCut } from "../hooks/use-lists-after-cut";
import { LARGEST_BATCH } from "../hooks/use-results";

type Props = {
  chosen: ReadonlySet<string>;
  /** Which events of the list are chosen, counted from 1, where they are a run of it. */
  part: { from: number; to: number; more: boolean } | null;
  onClear: () => void;
  onAll: () => void;
  /** Choose those that follow; only where there are further ones. */
  onNext?: () => void;
};

/** What can be done with the ticked events: cut them all, then fetch one ZIP. Sticks to the lower edge. */
export function BatchBar({ chosen, part, onClear, onAll, onNext }: Props) {
  const t = useTranslations("trace.batch");
  const text = useErrorText();
  const cut = useCutClips();
  const failure = useErrorTextOf();
  const [batchId, setBatchId] = useState<string | null>(null);
  const refused = cut.data?.batch_id === batchId ? cut.data.refused : [];
  const clips = useClipsOfBatch(batchId).data?.items ?? [];
  const open = clips.filter(isOpen).length;
  const ready = clips.filter((clip) => clip.status === "done").length;
  const failed = clips.filter((clip) => clip.status === "failed").length;
  useListsAfterCut(ready);
  if (chosen.size === 0 && batchId === null) return null;

  function start(mode: "fast" | "exact") {
    cut.mutate(
      { event_ids: [...chosen], mode, burn_in: mode === "exact" },
      {
        onSuccess: (started) => setBatchId(started.batch_id),
        onError: (error) => toaster.error({ title: t("failedTitle"), description: text(error) }),
      },
    );
  }

  return (
    <Box
      position="sticky"
      bottom={{ base: "16", md: "3" }}
      zIndex="docked"
      bg="bg.panel"
      borderWidth="1px"
      rounded="lg"
      shadow="lg"
      px="3"
      py="2"
      role="region"
      aria-label={t("title")}
    >
      <Flex align="center" gap="2" wrap="wrap">
        <Text fontWeight="medium" mr="auto">
          {t("chosen", { count: chosen.size })}
        </Text>
        <Button size="xs" variant="ghost" colorPalette="gray" onClick={onAll}>
          {t("all")}
        </Button>
        <Button
          size="xs"
          variant="ghost"
          colorPalette="gray"
          onClick={() => {
            setBatchId(null);
            onClear();
          }}
        >
          {t("none")}
        </Button>
        <Button size="xs" disabled={chosen.size === 0 || open > 0} loading={cut.isPending} onClick={() => start("fast")}>
          <CutIcon /> {t("cut")}
        </Button>
        <Button size="xs" variant="outline" disabled={chosen.size === 0 || open > 0 || cut.isPending} onClick={() => start("exact")}>
          {t("cutExact")}
        </Button>
      </Flex>
      {part && (part.more || part.from > 1) && (
        <Flex align="center" gap="2" mt="2" wrap="wrap">
          <Text fontSize="xs" color="fg.muted" role="status">
            {t("part", { from: part.from, to: part.to, most: LARGEST_BATCH })}
          </Text>
          {onNext && (
            <Button size="xs" variant="outline" colorPalette="gray" disabled={open > 0} onClick={onNext}>
              {t("next", { most: LARGEST_BATCH })}
            </Button>
          )}
        </Flex>
      )}
      {batchId !== null && (
        <Flex align="center" gap="3" mt="2">
          <ProgressBar
            label={t("progress")}
            value={clips.length === 0 ? null : clips.reduce((sum, clip) => sum + (isOpen(clip) ? clip.progress : 1), 0) / clips.length}
          />
          <Text fontSize="xs" color="fg.muted" whiteSpace="nowrap" role="status">
            {t("ready", { ready, total: clips.length, failed })}
          </Text>
          <Button size="xs" asChild={open === 0 && ready > 0} disabled={open > 0 || ready === 0}>
            {open === 0 && ready > 0 ? (
              <a href={media.batchZip(batchId)} download>
                <DownloadIcon /> {t("zip")}
              </a>
            ) : (
              <>
                <DownloadIcon /> {t("zip")}
              </>
            )}
          </Button>
        </Flex>
      )}
      {refused[0] && (
        <Text fontSize="xs" color="fg.error" mt="1" role="alert">
          {t("refused", { count: refused.length })} {failure({ code: refused[0].code, message: refused[0].reason, details: {} })}
        </Text>
      )}
    </Box>
  );
}
