"use client";

import { Box, Button, Flex, Skeleton, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { toaster } from "@/components/feedback/toaster";
import { RetryIcon } from "@/components/icons";
import { Pager } from "@/components/pager";
import { ProgressBar } from "@/components/progress-bar";
import type { RemoteFile } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTroubleTexts } from "@/lib/sources/use-trouble-texts";
import { useTimes } from "@/lib/time/use-times";

import { FILES_A_PAGE, fileStates, useRemoteFiles, useRetryFiles, type FileState } from "../api/get-remote-files";

/** The files of a source, by what became of them here, with the reason and another try for those that failed. */
export function RemoteFiles({ sourceId }: { sourceId: number }) {
  const t = useTranslations("sources.remoteFiles");
  const text = useErrorText();
  const [state, setState] = useState<FileState | null>(null);
  const [page, setPage] = useState(1);
  const files = useRemoteFiles(sourceId, state, page);
  const retry = useRetryFiles(sourceId);
  const again = (ids: number[] | "failed") =>
    retry.mutate(ids, {
      onSuccess: () => toaster.success({ title: t("retried") }),
      onError: (error) => toaster.error({ title: text(error) }),
    });
  return (
    <>
      <Flex role="group" aria-label={t("filter")} gap="1" px="3" py="2" borderBottomWidth="1px" wrap="wrap">
        {[null, ...fileStates].map((one) => (
          <Button
            key={one ?? "all"}
            size="xs"
            variant={one === state ? "subtle" : "ghost"}
            colorPalette={one === state ? "brand" : "gray"}
            aria-pressed={one === state}
            onClick={() => {
              setState(one);
              setPage(1);
            }}
          >
            {one === null ? t("all") : t(`state.${one}`)}
            {one !== null && (files.data?.counts[one] ?? 0) > 0 && (
              <Text as="span" color="fg.muted" fontVariantNumeric="tabular-nums">
                {files.data?.counts[one]}
              </Text>
            )}
          </Button>
        ))}
        {state === "failed" && (files.data?.total ?? 0) > 0 && (
          <Button size="xs" variant="outline" ml="auto" loading={retry.isPending} onClick={() => again("failed")}>
            <RetryIcon /> {t("retryAll")}
          </Button>
        )}
      </Flex>
      {files.data ? (
        files.data.items.length > 0 ? (
          <Box as="ul" listStyleType="none">
            {files.data.items.map((file) => (
              <FileLine key={file.id} file={file} onRetry={() => again([file.id])} busy={retry.isPending} />
            ))}
          </Box>
        ) : (
          <Text px="4" py="6" color="fg.muted" textAlign="center">
            {state === null ? t("noneYet") : t("none")}
          </Text>
        )
      ) : files.error ? (
        <ErrorPanel error={files.error} onRetry={() => void files.refetch()} />
      ) : (
        <Skeleton m="4" h="24" />
      )}
      {files.data && <Pager page={page} pageSize={FILES_A_PAGE} total={files.data.total} onPage={setPage} />}
    </>
  );
}

function FileLine({ file, onRetry, busy }: { file: RemoteFile; onRetry: () => void; busy: boolean }) {
  const t = useTranslations("sources.remoteFiles");
  const words = useTroubleTexts();
  const times = useTimes();
  const zone = useSiteZone();
  const state = fileStates.find((one) => one === file.state);
  const why = file.state === "skipped" && (file.message === "gone" || file.message === "superseded") ? t(file.message) : null;
  const partial = file.state === "partial" && file.size_bytes;
  const facts = [
    state ? t(`state.${state}`) : file.state,
    why,
    partial ? t("size", { done: times.size(file.fetched_bytes), size: times.size(file.size_bytes ?? 0) }) : file.size_bytes !== null ? times.size(file.size_bytes) : null,
    file.start_ms !== null ? times.dayAndTime(file.start_ms, zone) : null,
    file.attempts > 1 ? t("attempts", { count: file.attempts }) : null,
    file.trouble && file.try_after_ms !== null ? t("next", { when: times.dayAndTime(file.try_after_ms, zone) }) : null,
  ];
  return (
    <Flex as="li" gap="3" align="flex-start" px="4" py="2" borderBottomWidth="1px" borderColor="border.muted">
      <Box flex="1" minW="0">
        <Text overflowWrap="anywhere" lineClamp="2" title={file.name}>
          {file.name}
        </Text>
        <Text fontSize="xs" color={file.state === "failed" ? "red.fg" : "fg.muted"} fontVariantNumeric="tabular-nums">
          {facts.filter(Boolean).join(" · ")}
        </Text>
        {file.trouble && why === null && (
          <Text fontSize="xs" color="fg.muted" overflowWrap="anywhere">
            {`${words.title(file.trouble)}: ${words.advice(file)}`}
          </Text>
        )}
        {partial && <ProgressBar value={file.fetched_bytes / (file.size_bytes || 1)} label={file.name} />}
      </Box>
      {(file.state === "failed" || file.state === "skipped" || file.state === "removed") && (
        <Button size="2xs" variant="outline" disabled={busy} aria-label={t("retryOf", { name: file.name })} onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </Flex>
  );
}
