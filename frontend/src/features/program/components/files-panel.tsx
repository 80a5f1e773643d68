"use client";

import { Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { toaster } from "@/components/feedback/toaster";
import { CloseIcon, FolderIcon, RetryIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useProgram } from "../api/get-program";
import { useRecordings } from "../api/get-recordings";
import { useStatus } from "../api/get-status";
import { useAnalyseAgain, useRetryRecordings } from "../api/retry-recordings";
import { useChosenFiles, type ChosenFiles } from "../hooks/use-chosen-files";
import { useFileFilter } from "../hooks/use-file-filter";
import { FileFilters } from "./file-filters";
import { FileList } from "./file-list";
import { isActive } from "./program-state";

/** The recordings with what became of them, filtered; what can be tried again, one by one, ticked, or all. */
export function FilesPanel() {
  const t = useTranslations("program.files");
  const [filter, setFilter] = useFileFilter();
  const counts = useStatus().data?.counts;
  const recordings = useRecordings(filter);
  const chosen = useChosenFiles();
  const narrowed = filter.status !== null || filter.cameraId !== null || filter.runId !== null || filter.text !== "";
  const list = recordings.data;
  return (
    <Panel
      title={t("title")}
      actions={chosen.count > 0 ? <ChosenActions chosen={chosen} /> : <RetryFailed failed={counts?.failed ?? 0} />}
    >
      <FileFilters filter={filter} counts={counts} onChange={setFilter} />
      {list ? (
        list.total > 0 ? (
          <>
            {/* Another list begins at its top. */}
            <FileList key={JSON.stringify(filter)} filter={filter} total={list.total} chosen={chosen} />
            <Text px="4" py="2" fontSize="xs" color="fg.muted" borderTopWidth="1px" aria-live="polite">
              {t("count", { count: list.total })}
            </Text>
          </>
        ) : (
          <StatePanel icon={<FolderIcon />} title={narrowed ? t("noneOfStatus") : t("none")}>
            {narrowed ? undefined : t("noneHint")}
          </StatePanel>
        )
      ) : recordings.error ? (
        <ErrorPanel error={recordings.error} onRetry={() => void recordings.refetch()} />
      ) : (
        <Stack p="4" gap="3">
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} h="10" />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function ChosenActions({ chosen }: { chosen: ChosenFiles }) {
  const t = useTranslations("program.files");
  const tell = useTold(chosen.clear);
  const retry = useRetryRecordings();
  const again = useAnalyseAgain();
  return (
    <Flex gap="2" align="center" wrap="wrap">
      <Text fontSize="xs" color="fg.muted" aria-live="polite">
        {t("chosen", { count: chosen.count })}
      </Text>
      {chosen.retry.length > 0 && (
        <Button size="xs" variant="outline" loading={retry.isPending} onClick={() => retry.mutate({ ids: chosen.retry }, tell)}>
          <RetryIcon /> {t("retryChosen", { count: chosen.retry.length })}
        </Button>
      )}
      {chosen.again.length > 0 && (
        <Button size="xs" variant="outline" loading={again.isPending} onClick={() => again.mutate(chosen.again, tell)}>
          <RetryIcon /> {t("againChosen", { count: chosen.again.length })}
        </Button>
      )}
      <Button size="xs" variant="ghost" onClick={chosen.clear}>
        <CloseIcon /> {t("chooseNone")}
      </Button>
    </Flex>
  );
}

function RetryFailed({ failed }: { failed: number }) {
  const t = useTranslations("program.files");
  const tell = useTold();
  const retry = useRetryRecordings();
  if (failed === 0) return null;
  return (
    <Button size="xs" variant="outline" loading={retry.isPending} onClick={() => retry.mutate({ all_failed: true }, tell)}>
      <RetryIcon /> {t("retryAll", { count: failed })}
    </Button>
  );
}

/** Says how many were queued, or why none was. */
function useTold(then?: () => void) {
  const t = useTranslations("program.files");
  const text = useErrorText();
  const program = useProgram().data;
  const waits = program && !isActive(program);
  return {
    onSuccess: ({ retried }: { retried: number }) => {
      toaster.info({ title: t("retried", { count: retried }), description: waits ? t("waitsForProgram") : undefined });
      then?.();
    },
    onError: (error: Error) => toaster.error({ title: t("retryFailed"), description: text(error) }),
  };
}
