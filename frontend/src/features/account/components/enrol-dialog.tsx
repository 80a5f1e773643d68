"use client";

import { Box, Button, Field, Image, Input, Stack, Text } from "@chakra-ui/react";
import { useId, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { CopyField } from "@/components/copy-field";
import { Notice } from "@/components/feedback/notice";
import { Modal } from "@/components/modal";
import type { Account } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useBeginFactor, useConfirmFactor } from "../api/account";
import { PasswordDialog } from "./password-dialog";

type Props = { user: Account; onClose: () => void; onCodes: (codes: readonly string[]) => void };

/** First the password, then the app: it takes the picture and shows a code that proves it. */
export function EnrolDialog({ user, onClose, onCodes }: Props) {
  const t = useTranslations("account.factor");
  const controls = useTranslations("controls");
  const text = useErrorText();
  const form = useId();
  const begin = useBeginFactor();
  const confirm = useConfirmFactor();
  const [code, setCode] = useState("");
  const enrolment = begin.data;
  if (!enrolment) {
    return (
      <PasswordDialog
        user={user}
        title={t("switchOn")}
        text={t("passwordFirst")}
        action={t("goOn")}
        palette="brand"
        pending={begin.isPending}
        error={begin.error}
        onClose={onClose}
        onConfirm={(password) => begin.mutate(password)}
      />
    );
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (code.trim() && !confirm.isPending) confirm.mutate(code, { onSuccess: (made) => onCodes(made.codes) });
  }

  return (
    <Modal
      open
      onClose={onClose}
      title={t("switchOn")}
      size="sm"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={onClose}>
            {controls("cancel")}
          </Button>
          <Button type="submit" form={form} loading={confirm.isPending} disabled={!code.trim()}>
            {t("switchOn")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Stack gap="4">
          <Text>{t("scan")}</Text>
          {/* White around it in the dark theme too: phones look for it. */}
          <Box bg="white" p="3" rounded="md" alignSelf="center" borderWidth="1px">
            <Image src={enrolment.picture} alt={t("picture")} boxSize="44" />
          </Box>
          <CopyField label={t("secret")} value={enrolment.secret} help={t("secretHelp")} />
          <Field.Root required>
            <Field.Label>{t("code")}</Field.Label>
            <Input
              autoComplete="one-time-code"
              inputMode="numeric"
              fontFamily="mono"
              letterSpacing="widest"
              maxLength={40}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Field.Root>
          {confirm.error && !confirm.isPending && <Notice>{text(confirm.error)}</Notice>}
        </Stack>
      </form>
    </Modal>
  );
}
