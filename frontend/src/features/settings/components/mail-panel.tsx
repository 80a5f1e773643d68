"use client";

import { Badge, Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Panel } from "@/components/panel";
import { PasswordField } from "@/components/password-field";
import type { MailSetup } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useMailSetup, useSetMailPassword, useTryMail } from "../api/mail";

/** What mail needs besides its settings: the password, which is never shown, and a way to see whether it works. */
export function MailPanel() {
  const t = useTranslations("settings.mail");
  const mail = useMailSetup();
  return (
    <Panel title={t("title")} mt="4">
      {mail.data ? (
        <Content mail={mail.data} />
      ) : mail.error ? (
        <ErrorPanel error={mail.error} onRetry={() => void mail.refetch()} />
      ) : (
        <Skeleton m="4" h="40" />
      )}
    </Panel>
  );
}

function Content({ mail }: { mail: MailSetup }) {
  const t = useTranslations("settings.mail");
  return (
    <Stack gap="4" px="4" py="4">
      <Flex gap="2" align="center" wrap="wrap">
        <Badge colorPalette={mail.ready ? "green" : "gray"}>{mail.ready ? t("ready") : t("off")}</Badge>
        <Text color="fg.muted">{mail.ready ? t("readyText") : t("offText")}</Text>
      </Flex>
      <Password there={mail.has_password} />
      <Trial ready={mail.ready} />
    </Stack>
  );
}

function Password({ there }: { there: boolean }) {
  const t = useTranslations("settings.mail");
  const text = useErrorText();
  const keep = useSetMailPassword();
  const [password, setPassword] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!password || keep.isPending) return;
    keep.mutate(password, {
      onSuccess: () => {
        setPassword("");
        toaster.success({ title: t("kept") });
      },
    });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="3" align="stretch" maxW="32rem">
        <PasswordField
          label={there ? t("newPassword") : t("password")}
          kind="new-password"
          value={password}
          onChange={setPassword}
          help={there ? t("passwordThere") : t("passwordHelp")}
        />
        {keep.error && !keep.isPending && <Notice>{text(keep.error)}</Notice>}
        <Flex gap="2" wrap="wrap">
          <Button type="submit" size="sm" loading={keep.isPending} disabled={!password}>
            {t("keep")}
          </Button>
          {there && (
            <Button
              size="sm"
              variant="outline"
              colorPalette="red"
              disabled={keep.isPending}
              onClick={() => keep.mutate(null, { onSuccess: () => toaster.success({ title: t("forgotten") }) })}
            >
              {t("forget")}
            </Button>
          )}
        </Flex>
      </Stack>
    </form>
  );
}

function Trial({ ready }: { ready: boolean }) {
  const t = useTranslations("settings.mail");
  const text = useErrorText();
  const send = useTryMail();
  return (
    <Stack gap="3" align="flex-start">
      {send.error && !send.isPending && <Notice>{text(send.error)}</Notice>}
      <Button
        size="sm"
        variant="outline"
        colorPalette="gray"
        loading={send.isPending}
        disabled={!ready}
        onClick={() => send.mutate(undefined, { onSuccess: () => toaster.success({ title: t("sent") }) })}
      >
        {t("send")}
      </Button>
    </Stack>
  );
}
