"use client";

import { Button, Stack } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { useErrorText } from "@/lib/i18n/use-error-text";

import { Notice } from "./feedback/notice";
import { Modal } from "./modal";

type Props = {
  open: boolean;
  title: string;
  /** What the button says that does it. */
  action: string;
  /** `red` for what cannot be taken back. */
  palette?: "red" | "brand";
  pending: boolean;
  error: unknown;
  onClose: () => void;
  onConfirm: () => void;
  children: ReactNode;
};

/** Asks before something is done that others feel; a failure is said in place and the dialog stays. */
export function ConfirmDialog({ open, title, action, palette = "red", pending, error, onClose, onConfirm, children }: Props) {
  const t = useTranslations("controls");
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
        {Boolean(error) && !pending && <Notice>{text(error)}</Notice>}
      </Stack>
    </Modal>
  );
}
