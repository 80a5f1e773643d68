"use client";

import { Button, Field, Flex, Input, Text } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { Panel } from "@/components/panel";
import type { Account } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useChangeName } from "../api/account";

export function NamePanel({ user }: { user: Account }) {
  const t = useTranslations("account.name");
  const roles = useTranslations("session");
  const text = useErrorText();
  const change = useChangeName();
  const [name, setName] = useState(user.display_name);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!change.isPending) change.mutate(name, { onSuccess: () => toaster.success({ title: t("saved") }) });
  }

  return (
    <Panel title={t("title")}>
      <form onSubmit={submit}>
        <Text px="4" pt="4" overflowWrap="anywhere">
          {t("who", { name: user.name, role: roles(`roles.${user.role}`) })}
          {user.cameras !== null && ` · ${roles("someCameras", { count: user.cameras.length })}`}
        </Text>
        <Field.Root invalid={change.isError} px="4" py="4">
          <Field.Label>{t("shown")}</Field.Label>
          <Flex gap="2" w="full" wrap="wrap">
            <Input
              flex="1"
              minW="min(100%, 14rem)"
              maxW="26rem"
              autoComplete="name"
              maxLength={200}
              placeholder={user.name}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" loading={change.isPending} disabled={name.trim() === user.display_name}>
              {t("save")}
            </Button>
          </Flex>
          {change.error && <Field.ErrorText>{text(change.error)}</Field.ErrorText>}
        </Field.Root>
      </form>
    </Panel>
  );
}
