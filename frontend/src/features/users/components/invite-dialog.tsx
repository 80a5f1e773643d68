"use client";

import { Button, Field, Input, Stack, Text } from "@chakra-ui/react";
import { useId, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { Modal } from "@/components/modal";
import { asApiError } from "@/lib/api/errors";
import type { IssuedAddress } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useInvite, type Role } from "../api/users";
import { RoleFields } from "./role-fields";

type Props = { onClose: () => void; onIssued: (issued: IssuedAddress) => void };

/** A new account. Its password is chosen by whoever opens the one-time address. */
export function InviteDialog({ onClose, onIssued }: Props) {
  const t = useTranslations("users");
  const controls = useTranslations("controls");
  const text = useErrorText();
  const form = useId();
  const invite = useInvite();
  const [name, setName] = useState("");
  const [shown, setShown] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [cameras, setCameras] = useState<number[] | null>(null);
  const error = invite.error ? asApiError(invite.error) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.trim() || invite.isPending) return;
    const email = name.includes("@") ? name.trim() : null;
    invite.mutate({ name, role, display_name: shown, email, cameras: role === "admin" ? null : cameras }, { onSuccess: onIssued });
  }

  return (
    <Modal
      open
      onClose={onClose}
      title={t("inviteTitle")}
      size="sm"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={onClose}>
            {controls("cancel")}
          </Button>
          <Button type="submit" form={form} loading={invite.isPending} disabled={!name.trim()}>
            {t("makeAddress")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Stack gap="4">
          <Text>{t("inviteText")}</Text>
          <Field.Root required invalid={error !== null && /name|email/.test(error.code)}>
            <Field.Label>{t("name")}</Field.Label>
            <Input value={name} maxLength={254} autoComplete="off" autoCapitalize="none" spellCheck={false} onChange={(event) => setName(event.target.value)} />
            <Field.HelperText>{t("nameHelp")}</Field.HelperText>
          </Field.Root>
          <Field.Root>
            <Field.Label>{t("shownName")}</Field.Label>
            <Input value={shown} maxLength={200} autoComplete="off" onChange={(event) => setShown(event.target.value)} />
          </Field.Root>
          <RoleFields role={role} onRole={setRole} cameras={cameras} onCameras={setCameras} />
          {error && !invite.isPending && <Notice>{text(error)}</Notice>}
        </Stack>
      </form>
    </Modal>
  );
}
