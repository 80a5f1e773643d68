"use client";

import { Modal } from "@/components/modal";
import { useTranslations } from "use-intl";

import { Shortcuts } from "./shortcuts";

/** The keys of the page. */
export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("player");
  return (
    <Modal open={open} onClose={onClose} title={t("keyboard")} size="sm">
      <Shortcuts />
    </Modal>
  );
}
