"use client";

import { Button, Stack, Text } from "@chakra-ui/react";
import { useId, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { Modal } from "@/components/modal";
import { PasswordField } from "@/components/password-field";
import type { Account } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

type Props = {
  user: Account;
  title: string;
  text: string;
  action: string;
  palette: "red" | "brand";
  pending: boolean;
  error: unknown;
  onClose: () => void;
  onConfirm: (password: string) => void;
};

/** Something that only the owner of the account may do, also at a browser that was left open. */
export function PasswordDialog({ user, title, text, action, palette, pending, error, onClose, onConfirm }: Props) {
  const t = useTranslations("account.password");
  const controls = useTranslations("controls");
  const words = useErrorText();
  const form = useId();
  const [password, setPassword] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    // Whoever signs in with Google has none; the server asks for no more then.
    if (!pending && (password || !user.has_password)) onConfirm(password || "-");
  }

  return (
    <Modal
      open
      onClose={onClose}
      title={title}
      size="sm"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={onClose}>
            {controls("cancel")}
          </Button>
          <Button type="submit" form={form} colorPalette={palette} loading={pending} disabled={user.has_password && !password}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Stack gap="4">
          <Text>{text}</Text>
          {user.has_password && <PasswordField label={t("present")} kind="current-password" value={password} onChange={setPassword} />}
          {Boolean(error) && !pending && <Notice>{words(error)}</Notice>}
        </Stack>
      </form>
    </Modal>
  );
}
