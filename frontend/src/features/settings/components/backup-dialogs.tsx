"use client";

import { Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { toaster } from "@/components/feedback/toaster";
import type { Backup } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { useDeleteBackup, useRestoreBackup } from "../api/backups";

type Props = { backup: Backup; onClose: () => void };

export function DeleteBackupDialog({ backup, onClose }: Props) {
  const t = useTranslations("settings.backup");
  const remove = useDeleteBackup();
  return (
    <ConfirmDialog
      open
      title={t("deleteTitle")}
      action={t("deleteDo")}
      palette="red"
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(backup.name, {
          onSuccess: () => {
            toaster.success({ title: t("deleted") });
            onClose();
          },
        })
      }
    >
      <Text overflowWrap="anywhere">{t("deleteText", { name: backup.name })}</Text>
    </ConfirmDialog>
  );
}

export function RestoreDialog({ backup, onClose }: Props) {
  const t = useTranslations("settings.backup");
  const times = useTimes();
  const zone = useSiteZone();
  const restore = useRestoreBackup();
  const when = `${times.dayAndTime(backup.created_ms, zone)} ${zoneLabel(backup.created_ms, zone)}`;
  return (
    <ConfirmDialog
      open
      title={t("restoreTitle")}
      action={t("restoreDo")}
      palette="brand"
      pending={restore.isPending}
      error={restore.error}
      onClose={onClose}
      onConfirm={() => restore.mutate(backup.name, { onSuccess: onClose })}
    >
      <Text overflowWrap="anywhere">{t("restoreText", { name: backup.name, when })}</Text>
      <Text>{t("restoreKept")}</Text>
      <Text>{t("restoreSteps")}</Text>
    </ConfirmDialog>
  );
}
