"use client";

import { Button, Flex, Skeleton, Stack, Table } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { toaster } from "@/components/feedback/toaster";
import { FolderIcon, RetryIcon } from "@/components/icons";
import { Pager } from "@/components/pager";
import { Panel } from "@/components/panel";
import type { Counts, Recording } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { PAGE_SIZE, useRecordings } from "../api/get-recordings";
import { useStatus } from "../api/get-status";
import { useRetryRecordings } from "../api/retry-recordings";
import { fileStatuses, useFileFilter } from "../hooks/use-file-filter";
import { FileRow } from "./file-row";

/** The recordings with what became of them, filtered by status. */
export function FilesPanel() {
  const t = useTranslations("program.files");
  const [filter, setFilter] = useFileFilter();
  const counts = useStatus().data?.counts;
  const recordings = useRecordings(filter);
  const list = recordings.data;
  return (
    <Panel title={t("title")} actions={<RetryFailed failed={counts?.failed ?? 0} />}>
      <StatusFilter counts={counts} chosen={filter.status} onChoose={(status) => setFilter({ status, page: 1 })} />
      {list ? (
        list.items.length > 0 ? (
          <FileTable items={list.items} />
        ) : (
          <StatePanel icon={<FolderIcon />} title={filter.status ? t("noneOfStatus") : t("none")}>
            {filter.status ? undefined : t("noneHint")}
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
      {list && (
        <Pager
          page={filter.page}
          pageSize={PAGE_SIZE}
          total={list.total}
          onPage={(page) => setFilter({ ...filter, page })}
        />
      )}
    </Panel>
  );
}

function FileTable({ items }: { items: readonly Recording[] }) {
  const t = useTranslations("program.files");
  return (
    <Table.Root size="sm" tableLayout="fixed" aria-label={t("title")}>
      <Table.Header display={{ base: "none", md: "table-header-group" }}>
        <Table.Row bg="transparent">
          <Table.ColumnHeader pl="4">{t("file")}</Table.ColumnHeader>
          <Table.ColumnHeader w="40%">{t("state")}</Table.ColumnHeader>
          <Table.ColumnHeader w="24" textAlign="end" pr="4">
            {t("length")}
          </Table.ColumnHeader>
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {items.map((recording) => (
          <FileRow key={recording.id} recording={recording} />
        ))}
      </Table.Body>
    </Table.Root>
  );
}

type FilterProps = { counts: Counts | undefined; chosen: string | null; onChoose: (status: string | null) => void };

function StatusFilter({ counts, chosen, onChoose }: FilterProps) {
  const t = useTranslations("program");
  const total = counts && fileStatuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const choices = [
    { status: null, label: t("files.all"), count: total },
    ...fileStatuses.map((status) => ({ status, label: t(`status.${status}`), count: counts?.[status] })),
  ];
  return (
    <Flex role="group" aria-label={t("files.filter")} gap="1" px="3" py="2" borderBottomWidth="1px" wrap="wrap">
      {choices.map(({ status, label, count }) => (
        <Button
          key={status ?? "all"}
          size="xs"
          variant={chosen === status ? "subtle" : "ghost"}
          colorPalette={chosen === status ? "brand" : "gray"}
          aria-pressed={chosen === status}
          onClick={() => onChoose(status)}
        >
          {label}
          <Flex as="span" minW="4" justify="center" color="fg.subtle" fontVariantNumeric="tabular-nums">
            {count ?? "–"}
          </Flex>
        </Button>
      ))}
    </Flex>
  );
}

function RetryFailed({ failed }: { failed: number }) {
  const t = useTranslations("program.files");
  const text = useErrorText();
  const retry = useRetryRecordings();
  if (failed === 0) return null;
  return (
    <Button
      size="xs"
      variant="outline"
      loading={retry.isPending}
      onClick={() =>
        retry.mutate(
          { all_failed: true },
          {
            onSuccess: ({ retried }) => toaster.info({ title: t("retried", { count: retried }) }),
            onError: (error) => toaster.error({ title: t("retryFailed"), description: text(error) }),
          },
        )
      }
    >
      <RetryIcon /> {t("retryAll", { count: failed })}
    </Button>
  );
}
