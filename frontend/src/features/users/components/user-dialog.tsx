"use client";

import { Box, Button, Field, Input, Stack, Switch, Text } from "@chakra-ui/react";
import { useId, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Modal } from "@/components/modal";
import type { Account, IssuedAddress } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSession } from "@/lib/session/session";

import { isLastAdministrator, useChangeUser } from "../api/users";
import { RoleFields } from "./role-fields";
import { UserActions } from "./user-actions";

type Props = {
  user: Account;
  all: readonly Account[];
  onClose: () => void;
  onIssued: (issued: IssuedAddress) => void;
  onDelete: () => void;
};

/** Name, role and cameras of an account; and below what helps somebody who is locked out, or has left. */
export function UserDialog({ user, all, onClose, onIssued, onDelete }: Props) {
  const t = useTranslations("users");
  const controls = useTranslations("controls");
  const text = useErrorText();
  const form = useId();
  const change = useChangeUser();
  const own = useSession().data?.user?.id === user.id;
  const [shown, setShown] = useState(user.display_name);
  const [email, setEmail] = useState(user.email ?? "");
  const [role, setRole] = useState(user.role);
  const [cameras, setCameras] = useState(user.cameras);
  const [enabled, setEnabled] = useState(user.enabled);
  const last = isLastAdministrator(user, all);
  const name = user.display_name || user.name;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (change.isPending) return;
    const limit = role === "admin" ? null : cameras;
    change.mutate(
      { id: user.id, display_name: shown, email: email.trim() || null, role, cameras: limit, enabled },
      {
        onSuccess: () => {
          toaster.success({ title: t("changed", { name: shown || user.name }) });
          onClose();
        },
      },
    );
  }

  return (
    <Modal
      open
      onClose={onClose}
      title={name}
      size="md"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={onClose}>
            {controls("cancel")}
          </Button>
          <Button type="submit" form={form} loading={change.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Stack gap="5">
        <form id={form} onSubmit={submit}>
          <Stack gap="4">
            <Field.Root>
              <Field.Label>{t("shownName")}</Field.Label>
              <Input value={shown} maxLength={200} placeholder={user.name} onChange={(event) => setShown(event.target.value)} />
            </Field.Root>
            <Field.Root>
              <Field.Label>{t("email")}</Field.Label>
              <Input type="email" value={email} maxLength={254} onChange={(event) => setEmail(event.target.value)} />
              <Field.HelperText>{t("emailHelp")}</Field.HelperText>
            </Field.Root>
            <RoleFields role={role} onRole={setRole} cameras={cameras} onCameras={setCameras} {...(last ? { fixed: t("lastAdministrator") } : {})} />
            <Box>
              <Switch.Root checked={enabled} disabled={last || own} onCheckedChange={(to) => setEnabled(to.checked)}>
                <Switch.HiddenInput />
                <Switch.Control />
                <Switch.Label>{t("maySignIn")}</Switch.Label>
              </Switch.Root>
              <Text color="fg.muted" fontSize="xs" mt="1">
                {own ? t("ownSwitch") : t("maySignInHelp")}
              </Text>
            </Box>
            {change.error && !change.isPending && <Notice>{text(change.error)}</Notice>}
          </Stack>
        </form>
        <Box borderTopWidth="1px" />
        <UserActions user={user} own={own} last={last} onIssued={onIssued} onDelete={onDelete} />
      </Stack>
    </Modal>
  );
}
