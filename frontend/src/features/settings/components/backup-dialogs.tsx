"use client";

import { Button, Stack, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Modal } from "@/components/modal";
import type { Backup } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { useDeleteBackup, useRestoreBackup } from "../api/backups";

type Props = { backup: Backup | null; onClose: () => void };

export function DeleteBackupDialog({ backup, onClose }: Props) {
  const t = useTranslations("settings.backup");
  const remove = useDeleteBackup();
  return (
    <Confirm
      open={backup !== null}
      title={t("deleteTitle")}
      action={t("deleteDo")}
      palette="red"
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        backup &&
        remove.mutate(backup.name, {
          onSuccess: () => {
            toaster.success({ title: t("deleted") });
            onClose();
          },
        })
      }
    >
      <Text overflowWrap="anywhere">{t("deleteText", { name: backup?.name ?? "" })}</Text>
    </Confirm>
  );
}

export function RestoreDialog({ backup, onClose }: Props) {
  const t = useTranslations("settings.backup");
  const times = useTimes();
  const zone = useSiteZone();
  const restore = useRestoreBackup();
  const when = backup ? `${times.dayAndTime(backup.created_ms, zone)} ${zoneLabel(backup.created_ms, zone)}` : "";
  return (
    <Confirm
      open={backup !== null}
      title={t("restoreTitle")}
      action={t("restoreDo")}
      palette="brand"
      pending={restore.isPending}
      error={restore.error}
      onClose={onClose}
      onConfirm={() => backup && restore.mutate(backup.name, { onSuccess: onClose })}
    >
      <Text overflowWrap="anywhere">{t("restoreText", { name: backup?.name ?? "", when })}</Text>
      <Text>{t("restoreKept")}</Text>
      <Text>{t("restoreSteps")}</Text>
    </Confirm>
  );
}

type ConfirmProps = {
  open: boolean;
  title: string;
  action: string;
  palette: string;
  pending: boolean;
  error: unknown;
  onClose: () => void;
  onConfirm: () => void;
  children: ReactNode;
};

function Confirm({ open, title, action, palette, pending, error, onClose, onConfirm, children }: ConfirmProps) {
  const t = useTranslations("settings.backup");
  const text = useErrorText();
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={title}
      size="sm"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button colorPalette={palette} loading={pending} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <Stack gap="2">
        {children}
        {Boolean(error) && <Notice>{text(error)}</Notice>}
      </Stack>
    </Modal>
  );
}
