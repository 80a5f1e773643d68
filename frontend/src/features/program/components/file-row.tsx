"use client";

import { Badge, Box, Button, Flex, Table, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { RetryIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import type { Recording } from "@/lib/api/types";
import { useCameraZone } from "@/lib/cameras/cameras";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { useRetryRecordings } from "../api/retry-recordings";
import { isFileStatus, type FileStatus } from "../hooks/use-file-filter";

const tones: Record<FileStatus, string> = {
  claimed: "brand",
  pending: "gray",
  done: "green",
  failed: "red",
  skipped: "gray",
  missing: "orange",
};

export function FileRow({ recording }: { recording: Recording }) {
  const times = useTimes();
  const zone = useCameraZone()(recording.camera_id);
  return (
    <Table.Row bg="transparent" display={{ base: "flex", md: "table-row" }} flexDirection="column" borderBottomWidth={{ base: "1px", md: "0" }}>
      <Table.Cell pl="4" borderBottomWidth={{ base: "0", md: "1px" }} pb={{ base: "0", md: "2" }}>
        <Text truncate fontWeight="medium" title={recording.path}>
          {recording.file_name}
        </Text>
        <Text truncate color="fg.muted" fontSize="xs">
          {recording.camera_name} · {times.dayAndTime(recording.start_ms, zone)} {zoneLabel(recording.start_ms, zone)}
        </Text>
      </Table.Cell>
      <Table.Cell borderBottomWidth={{ base: "0", md: "1px" }} pl={{ base: "4", md: "3" }}>
        <FileState recording={recording} />
      </Table.Cell>
      <Table.Cell
        display={{ base: "none", md: "table-cell" }}
        textAlign="end"
        pr="4"
        color="fg.muted"
        fontVariantNumeric="tabular-nums"
      >
        {recording.duration_ms > 0 ? clockLength(recording.duration_ms) : "–"}
      </Table.Cell>
    </Table.Row>
  );
}

function FileState({ recording }: { recording: Recording }) {
  const t = useTranslations("program");
  const times = useTimes();
  const { status, progress, eta_ms: etaMs } = recording;
  const reason = useReason(recording);
  return (
    <Flex align="center" gap="2" minH="9">
      <Badge colorPalette={isFileStatus(status) ? tones[status] : "gray"} flexShrink={0}>
        {isFileStatus(status) ? t(`status.${status}`) : status}
      </Badge>
      {status === "claimed" && (
        <Box flex="1" minW="0">
          <ProgressBar value={progress} label={t("files.progressOf", { file: recording.file_name })} />
          <Text fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums" mt="1" lineHeight="1">
            {t("files.percent", { value: progress })}
            {etaMs !== null && ` · ${times.left(etaMs)}`}
          </Text>
        </Box>
      )}
      {reason && (
        <Text flex="1" minW="0" fontSize="xs" color="fg.muted" lineHeight="short" lineClamp={2} title={recording.reason ?? reason}>
          {reason}
        </Text>
      )}
      {(status === "failed" || status === "skipped") && <RetryOne recording={recording} />}
    </Flex>
  );
}

/** Why a file was not analysed, in the present language; the server's own sentence where the code is a new one. */
function useReason(recording: Recording): string | null {
  const t = useTranslations("program.reasons");
  if (recording.status !== "failed" && recording.status !== "skipped" && recording.status !== "missing") return null;
  const code = recording.reason_code as "internal" | null;
  if (code && t.has(code)) return t(code);
  return recording.reason;
}

function RetryOne({ recording }: { recording: Recording }) {
  const t = useTranslations("program.files");
  const text = useErrorText();
  const retry = useRetryRecordings();
  return (
    <Button
      size="xs"
      variant="ghost"
      colorPalette="brand"
      color="brand.fg"
      ml="auto"
      loading={retry.isPending}
      aria-label={t("retryFile", { file: recording.file_name })}
      onClick={() =>
        retry.mutate(
          { ids: [recording.id] },
          { onError: (error) => toaster.error({ title: t("retryFailed"), description: text(error) }) },
        )
      }
    >
      <RetryIcon /> {t("retry")}
    </Button>
  );
}
