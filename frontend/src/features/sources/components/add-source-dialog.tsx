"use client";

import { useTranslations } from "use-intl";

import { Modal } from "@/components/modal";

import { AddSourceForm } from "./add-source-form";

/** Add a folder of this computer as a source. */
export function AddSourceDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("sources");
  return (
    <Modal open={open} onClose={onClose} title={t("addTitle")} size="md">
      <AddSourceForm onAdded={onClose} onCancel={onClose} />
    </Modal>
  );
}
