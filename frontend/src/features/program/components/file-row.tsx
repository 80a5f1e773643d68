"use client";

import { Badge, Box, Button, Checkbox, Flex, Skeleton, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { RetryIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import type { Recording } from "@/lib/api/types";
import { useCameras, useCameraZone } from "@/lib/cameras/cameras";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { useRetryRecordings } from "../api/retry-recordings";
import { canBeChosen } from "../hooks/use-chosen-files";
import { isFileStatus, type FileStatus } from "../hooks/use-file-filter";
import { FileOrders } from "./file-orders";

const tones: Record<FileStatus, string> = {
  claimed: "brand",
  pending: "gray",
  done: "green",
  failed: "red",
  skipped: "gray",
  missing: "orange",
};

/** The columns that head and rows share. */
export const COLUMNS = { base: "2rem minmax(0, 1fr)", md: "2rem minmax(0, 1fr) 34% 3.5rem 5rem" };

type Props = { recording: Recording; chosen: boolean; onToggle: (recording: Recording) => void };

export function FileRow({ recording, chosen, onToggle }: Props) {
  const t = useTranslations("program.files");
  const times = useTimes();
  const zone = useCameraZone()(recording.camera_id);
  return (
    <>
      <Cell>
        <Checkbox.Root
          size="sm"
          checked={chosen}
          disabled={!chosen && !canBeChosen(recording)}
          onCheckedChange={() => onToggle(recording)}
        >
          <Checkbox.HiddenInput aria-label={t("choose", { file: recording.file_name })} />
          <Checkbox.Control />
        </Checkbox.Root>
      </Cell>
      <Cell>
        <Box minW="0" w="full">
          <Text truncate fontWeight="medium" title={recording.path}>
            {recording.file_name}
          </Text>
          <Text truncate color="fg.muted" fontSize="xs">
            <DoubtedStart recording={recording} />
            {times.dayAndTime(recording.start_ms, zone)} {zoneLabel(recording.start_ms, zone)} · {recording.camera_name}
          </Text>
        </Box>
      </Cell>
      <Cell gridColumn={{ base: "2", md: "auto" }}>
        <FileState recording={recording} zone={zone} />
      </Cell>
      <Cell hideOnPhone>
        <Flex w="full" justify="flex-end" fontVariantNumeric="tabular-nums">
          <FileOrders recording={recording} zone={zone} />
        </Flex>
      </Cell>
      <Cell hideOnPhone>
        <Text w="full" textAlign="end" color="fg.muted" fontVariantNumeric="tabular-nums">
          {recording.duration_ms > 0 ? clockLength(recording.duration_ms) : "–"}
        </Text>
      </Cell>
    </>
  );
}

/** Where neither its name nor the file itself says when it began, although that is asked for: copying changes such a time. */
function DoubtedStart({ recording }: { recording: Recording }) {
  const t = useTranslations("program.files");
  const camera = useCameras().data?.items.find((one) => one.id === recording.camera_id);
  if (recording.start_rule !== "mtime" || camera?.start_time_rule === "mtime") return null;
  return (
    <Text as="span" title={t("startFromFileHint")}>
      {`${t("startFromFile")} `}
    </Text>
  );
}

/** Of the height of a row, while its page is on its way. */
export function FileRowSkeleton() {
  return (
    <>
      <Cell>{null}</Cell>
      <Cell>
        <Skeleton h="9" w="full" />
      </Cell>
      <Cell gridColumn={{ base: "2", md: "auto" }}>
        <Skeleton h="5" w="24" />
      </Cell>
      <Cell hideOnPhone>{null}</Cell>
      <Cell hideOnPhone>{null}</Cell>
    </>
  );
}

type CellProps = { children: ReactNode; hideOnPhone?: boolean; gridColumn?: { base: string; md: string } };

function Cell({ children, hideOnPhone = false, gridColumn }: CellProps) {
  return (
    <Flex role="cell" align="center" minW="0" display={hideOnPhone ? { base: "none", md: "flex" } : "flex"} gridColumn={gridColumn}>
      {children}
    </Flex>
  );
}

function FileState({ recording, zone }: { recording: Recording; zone: string }) {
  const t = useTranslations("program");
  const times = useTimes();
  const { status, progress, eta_ms: etaMs } = recording;
  const reason = useReason(recording);
  const locale = useLocale();
  return (
    <Flex align="center" gap="2" minH="9" w="full" minW="0">
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
        <Text flex="1" minW="0" fontSize="xs" color="fg.muted" lineHeight="short" lineClamp={2} title={(locale === "en" && recording.reason) || reason}>
          {reason}
        </Text>
      )}
      <Box display={{ md: "none" }} ml="auto" fontSize="xs">
        <FileOrders recording={recording} zone={zone} inWords />
      </Box>
      {(status === "failed" || status === "skipped") && <RetryOne recording={recording} />}
    </Flex>
  );
}

/** Why a file was not analysed, or what somebody should know of one that was, in the present language; the server's own
 * sentence where the code is a new one. */
function useReason(recording: Recording): string | null {
  const t = useTranslations("program.reasons");
  if (recording.status === "done" && recording.reason_code === "kind_switched_off") return t("kind_switched_off");
  if (recording.status !== "failed" && recording.status !== "skipped" && recording.status !== "missing") return null;
  const code = recording.reason_code as "internal" | null;
  if (code && t.has(code)) return t(code);
  return recording.reason;
}

function RetryOne({ recording }: { recording: Recording }) {
  const t = useTranslations("program.files");
  const text = useErrorText();
  const retry = useRetryRecordings();
  const skipped = recording.status === "skipped";
  return (
    <Button
      size="xs"
      variant="ghost"
      colorPalette="brand"
      color="brand.fg"
      ml="auto"
      flexShrink={0}
      loading={retry.isPending}
      aria-label={t(skipped ? "takeFile" : "retryFile", { file: recording.file_name })}
      onClick={() =>
        retry.mutate(
          { ids: [recording.id] },
          { onError: (error) => toaster.error({ title: t("retryFailed"), description: text(error) }) },
        )
      }
    >
      <RetryIcon /> {t(skipped ? "take" : "retry")}
    </Button>
  );
}
