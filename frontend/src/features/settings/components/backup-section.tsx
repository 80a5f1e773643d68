"use client";

import { Box, Button, Flex, Input, Skeleton, Spinner, Stack, Text } from "@chakra-ui/react";
import { useEffect, useRef, useState, type ChangeEvent } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import { StatePanel } from "@/components/feedback/state-panel";
import { toaster } from "@/components/feedback/toaster";
import { FolderIcon, PlusIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import { ApiError } from "@/lib/api/errors";
import type { Backup, BackupList } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useBackups, useForgetRestore, useMakeBackup, useUploadBackup } from "../api/backups";
import { DeleteBackupDialog, RestoreDialog } from "./backup-dialogs";
import { BackupRow } from "./backup-row";

/** Backups: make, bring in, fetch, delete, restore. */
export function BackupSection() {
  const t = useTranslations("settings.backup");
  const backups = useBackups();
  const [deleted, setDeleted] = useState<Backup | null>(null);
  const [restored, setRestored] = useState<Backup | null>(null);
  const list = backups.data;
  useTellWhenMade(list);
  return (
    <Panel title={t("title")} actions={<Actions busy={list?.task !== null} />}>
      <Text color="fg.muted" px="4" py="3" borderBottomWidth="1px">
        {t("text")}
      </Text>
      {list && <Progress list={list} />}
      {list ? (
        list.items.length > 0 ? (
          <Stack as="ul" gap="0" aria-label={t("title")}>
            {list.items.map((backup) => (
              <BackupRow
                key={backup.name}
                backup={backup}
                busy={list.task !== null}
                onDelete={() => setDeleted(backup)}
                onRestore={() => setRestored(backup)}
              />
            ))}
          </Stack>
        ) : (
          <StatePanel icon={<FolderIcon />} title={t("none")}>
            {t("noneText")}
          </StatePanel>
        )
      ) : backups.error ? (
        <ErrorPanel error={backups.error} onRetry={() => void backups.refetch()} />
      ) : (
        <Skeleton m="4" h="40" />
      )}
      {list && (
        <Text color="fg.muted" fontSize="xs" px="4" py="2.5" borderTopWidth="1px" overflowWrap="anywhere">
          {t("folder", { path: list.folder })}
        </Text>
      )}
      {deleted && <DeleteBackupDialog backup={deleted} onClose={() => setDeleted(null)} />}
      {restored && <RestoreDialog backup={restored} onClose={() => setRestored(null)} />}
    </Panel>
  );
}

function Actions({ busy }: { busy: boolean }) {
  const t = useTranslations("settings.backup");
  const text = useErrorText();
  const make = useMakeBackup();
  const upload = useUploadBackup();
  const field = useRef<HTMLInputElement>(null);
  const fail = (error: unknown) => toaster.error({ title: t("failed"), description: text(error) });

  function choose(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (!file) return;
    upload.mutate(file, {
      onSuccess: (answer) => toaster.success({ title: t("broughtIn", { name: (answer as { name: string }).name }) }),
      onError: fail,
    });
  }

  return (
    <Flex gap="2">
      <Input ref={field} type="file" accept=".zip,.db" srOnly tabIndex={-1} aria-label={t("upload")} onChange={choose} />
      <Button size="xs" variant="outline" loading={upload.isPending} onClick={() => field.current?.click()}>
        <FolderIcon /> {t("upload")}
      </Button>
      <Button size="xs" disabled={busy} loading={make.isPending} onClick={() => make.mutate(undefined, { onError: fail })}>
        <PlusIcon /> {t("make")}
      </Button>
    </Flex>
  );
}

function Progress({ list }: { list: BackupList }) {
  const t = useTranslations("settings.backup");
  const text = useErrorText();
  const forget = useForgetRestore();
  const failed = list.failed;
  if (!list.task && !failed && !list.staged) return null;
  return (
    <Stack gap="2" px="4" py="3" borderBottomWidth="1px">
      {list.task && (
        <Flex gap="2.5" align="center" role="status">
          <Spinner size="sm" />
          {list.task === "backup" ? t("making") : t("checking", { name: list.task_name ?? "" })}
        </Flex>
      )}
      {failed && <Notice>{text(new ApiError(failed.code, failed.message, 400, failed.details ?? {}))}</Notice>}
      {list.staged && (
        <Notice tone="info">
          <Box>{t("waiting")}</Box>
          <Button
            mt="1.5"
            size="xs"
            variant="outline"
            loading={forget.isPending}
            onClick={() =>
              forget.mutate(undefined, {
                onSuccess: () => toaster.success({ title: t("forgotten") }),
                onError: (error) => toaster.error({ title: t("failed"), description: text(error) }),
              })
            }
          >
            {t("forget")}
          </Button>
        </Notice>
      )}
    </Stack>
  );
}

/** The moment a backup that was being made is done. */
function useTellWhenMade(list: BackupList | undefined) {
  const t = useTranslations("settings.backup");
  const before = useRef<BackupList["task"]>(null);
  const task = list?.task ?? null;
  const failed = Boolean(list?.failed);
  useEffect(() => {
    if (before.current === "backup" && task === null && !failed) toaster.success({ title: t("made") });
    before.current = task;
  }, [task, failed, t]);
}
