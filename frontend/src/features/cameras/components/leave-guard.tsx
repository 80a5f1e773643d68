"use client";

import { Button, Text } from "@chakra-ui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";

import { Modal } from "@/components/modal";

import { useLeaveGuard } from "../hooks/use-leave-guard";

type Props = { dirty: boolean; saving: boolean; onSave: (then: () => void) => void; onDiscard: () => void };

/** Asks what becomes of unsaved regions when somebody follows a link away or goes back. */
export function LeaveGuard({ dirty, saving, onSave, onDiscard }: Props) {
  const t = useTranslations("regions.leave");
  const router = useRouter();
  const { held, leave, release } = useLeaveGuard(dirty, (href, how) => router[how](href));
  return (
    <Modal
      open={held}
      onClose={() => release(false)}
      title={t("title")}
      size="sm"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={() => release(false)}>
            {t("stay")}
          </Button>
          <Button
            variant="outline"
            colorPalette="gray"
            onClick={() => {
              leave();
              onDiscard();
              release(true);
            }}
          >
            {t("discard")}
          </Button>
          <Button
            loading={saving}
            onClick={() => {
              leave();
              onSave(() => release(true));
            }}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <Text>{t("text")}</Text>
    </Modal>
  );
}
