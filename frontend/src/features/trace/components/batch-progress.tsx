"use client";

import { Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { DownloadIcon, RetryIcon, StopIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import { useErrorText, useErrorTextOf } from "@/lib/i18n/use-error-text";

import { useCancelBatch } from "../api/cancel-clip";
import { media } from "../api/media";
import type { useBatch } from "../hooks/use-batch";

/** How far the clips of a batch are, and what can be done with them: stop, fetch as one ZIP. */
export function BatchProgress({ batchId, batch }: { batchId: string; batch: ReturnType<typeof useBatch> }) {
  const t = useTranslations("trace.batch");
  const text = useErrorText();
  const textOf = useErrorTextOf();
  const stop = useCancelBatch();
  const { counts, open, whyFailed } = batch;
  const zip = open === 0 && counts.ready > 0;
  if (batch.error) {
    return (
      <Flex align="center" gap="3" mt="2">
        <Text fontSize="xs" color="fg.error" flex="1" role="alert">
          {t("unknown")} {text(batch.error)}
        </Text>
        <Button size="xs" variant="outline" onClick={batch.retry}>
          <RetryIcon /> {t("again")}
        </Button>
      </Flex>
    );
  }
  return (
    <>
      <Flex align="center" gap="3" mt="2">
        <ProgressBar label={t("progress")} value={batch.progress} />
        <Text fontSize="xs" color="fg.muted" whiteSpace="nowrap" role="status">
          {counts.total > 0 && t("ready", counts)}
        </Text>
        {open > 0 && (
          <Button
            size="xs"
            variant="outline"
            colorPalette="gray"
            loading={stop.isPending}
            onClick={() => stop.mutate(batchId, { onError: (error) => toaster.error({ title: t("stopFailed"), description: text(error) }) })}
          >
            <StopIcon /> {t("stop")}
          </Button>
        )}
        <Button size="xs" asChild={zip} disabled={!zip}>
          {zip ? (
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
      {whyFailed && (
        <Text fontSize="xs" color="fg.error" mt="1" role="alert">
          {t("failedClips", { count: counts.failed })}{" "}
          {textOf({ code: whyFailed.reason_code ?? "cut_failed", message: whyFailed.reason ?? "", details: {} })}
        </Text>
      )}
    </>
  );
}
