"use client";

import { Box, Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { CutIcon } from "@/components/icons";
import { useErrorText, useErrorTextOf } from "@/lib/i18n/use-error-text";

import { useCutClips } from "../api/cut-clips";
import { useBatch } from "../hooks/use-batch";
import { LARGEST_BATCH } from "../hooks/use-results";
import { BatchProgress } from "./batch-progress";

type Props = {
  chosen: ReadonlySet<string>;
  /** Which events of the list are chosen, counted from 1, where they are a run of it. */
  part: { from: number; to: number; more: boolean } | null;
  /** The batch that was cut last. */
  batchId: string | null;
  onBatch: (id: string | null) => void;
  onClear: () => void;
  onAll: () => void;
  /** Choose those that follow; only where there are further ones. */
  onNext?: () => void;
};

/** What can be done with the ticked events: cut them all, then fetch one ZIP. Sticks to the lower edge. */
export function BatchBar({ chosen, part, batchId, onBatch, onClear, onAll, onNext }: Props) {
  const t = useTranslations("trace.batch");
  const text = useErrorText();
  const cut = useCutClips();
  const failure = useErrorTextOf();
  const batch = useBatch(batchId, onBatch);
  const open = batch.open;
  const refused = cut.data?.refused.filter((one) => cut.data.batch_id === batch.id || chosen.has(one.event_id)) ?? [];
  if (chosen.size === 0 && batch.id === null) return null;

  function start(mode: "fast" | "exact") {
    cut.mutate(
      { event_ids: [...chosen], mode, burn_in: mode === "exact" },
      {
        onSuccess: batch.begun,
        onError: (error) => toaster.error({ title: t("failedTitle"), description: text(error) }),
      },
    );
  }

  function clear() {
    // What is still being cut stays in sight: it can be stopped there.
    if (open === 0) batch.close();
    cut.reset();
    onClear();
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
          onClick={clear}
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
      {batch.id !== null && <BatchProgress batchId={batch.id} batch={batch} />}
      {refused[0] && (
        <Text fontSize="xs" color="fg.error" mt="1" role="alert">
          {t("refused", { count: refused.length })} {failure({ code: refused[0].code, message: refused[0].reason, details: {} })}
        </Text>
      )}
    </Box>
  );
}
