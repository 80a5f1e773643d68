"use client";

import { Button, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Modal } from "@/components/modal";
import type { Camera, Source } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useAddSource } from "../api/add-source";
import { useDeleteSource } from "../api/control-source";

type Props = { source: Source; cameras: readonly Camera[]; onClose: () => void };

/** Says what goes and what stays before a source is deleted. A folder can be added again at once. */
export function DeleteSourceDialog({ source, cameras, onClose }: Props) {
  const t = useTranslations("sources.delete");
  const text = useErrorText();
  const remove = useDeleteSource();
  const add = useAddSource();
  const local = source.kind === "local";

  function restore() {
    const folders = cameras.map((camera) => camera.folder).filter((folder) => folder !== null);
    // The dialog is gone by then: what is given along with `mutate` would not be called.
    void add.mutateAsync({ name: source.name, path: source.path, cameras: folders }).then(
      () => toaster.success({ title: t("restored", { name: source.name }) }),
      (error: unknown) => toaster.error({ title: text(error) }),
    );
  }

  function confirm() {
    remove.mutate(source.id, {
      onSuccess: () => {
        toaster.success({
          title: t("done", { name: source.name }),
          // Passwords are gone with the others.
          action: local ? { label: t("localUndo"), onClick: restore } : undefined,
        });
        onClose();
      },
    });
  }

  return (
    <Modal
      open
      onClose={onClose}
      title={t("title", { name: source.name })}
      size="md"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={onClose}>
            {t("keep")}
          </Button>
          <Button colorPalette="red" loading={remove.isPending} onClick={confirm}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <Stack gap="3">
        <Text>{t(local ? "local" : "remote")}</Text>
        <Text>{t("goes")}</Text>
        <Text>{t("stays")}</Text>
        {!local && <Text color="fg.muted">{t("again")}</Text>}
        {remove.error && <Notice>{text(remove.error)}</Notice>}
      </Stack>
    </Modal>
  );
}
