"use client";

import { Button, Stack, Text } from "@chakra-ui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";

import { useLeaveGuard } from "@/lib/leave/use-leave-guard";

import { Notice } from "./feedback/notice";
import { Modal } from "./modal";

type Props = {
  dirty: boolean;
  /** What is not saved, in a sentence. */
  text: string;
  saving: boolean;
  /** Why it could not be saved, which stands behind this dialog too. */
  problem: string | null;
  /** Calls `then` once it is saved, and not at all where it is refused. */
  onSave: (then: () => void) => void;
  onDiscard: () => void;
};

/** Asks what becomes of a draft when somebody follows a link away or goes back. */
export function LeaveGuard({ dirty, text, saving, problem, onSave, onDiscard }: Props) {
  const t = useTranslations("controls.leave");
  const router = useRouter();
  const { held, leave, release } = useLeaveGuard(dirty, (href) => router.push(href), onSave);
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
      <Stack gap="2">
        <Text>{text}</Text>
        {problem !== null && !saving && <Notice>{problem}</Notice>}
      </Stack>
    </Modal>
  );
}
