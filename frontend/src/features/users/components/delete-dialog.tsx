"use client";

import { Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { toaster } from "@/components/feedback/toaster";
import type { Account } from "@/lib/api/types";

import { useDeleteUser } from "../api/users";

export function DeleteDialog({ user, onClose }: { user: Account; onClose: () => void }) {
  const t = useTranslations("users");
  const remove = useDeleteUser();
  const name = user.display_name || user.name;
  return (
    <ConfirmDialog
      open
      title={t("deleteTitle")}
      action={t("deleteDo")}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(user.id, {
          onSuccess: () => {
            toaster.success({ title: t("deleted", { name }) });
            onClose();
          },
        })
      }
    >
      <Text overflowWrap="anywhere">{t("deleteText", { name })}</Text>
    </ConfirmDialog>
  );
}
