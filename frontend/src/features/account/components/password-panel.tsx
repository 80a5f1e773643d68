"use client";

import { Box, Button, Stack, Text } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Panel } from "@/components/panel";
import { PasswordField } from "@/components/password-field";
import { asApiError } from "@/lib/api/errors";
import type { Account } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useChangePassword } from "../api/account";

/** Another password; every other device is signed out with the old one. */
export function PasswordPanel({ user }: { user: Account }) {
  const t = useTranslations("account.password");
  const text = useErrorText();
  const change = useChangePassword();
  const [present, setPresent] = useState("");
  const [password, setPassword] = useState("");
  const error = change.error && !change.isPending ? asApiError(change.error) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!present || !password || change.isPending) return;
    change.mutate(
      { present, password },
      {
        onSuccess: () => {
          setPresent("");
          setPassword("");
          toaster.success({ title: t("changed"), description: t("othersOut") });
        },
      },
    );
  }

  return (
    <Panel title={t("title")}>
      {user.has_password ? (
        <Box as="form" px="4" py="4" onSubmit={submit}>
          <Stack gap="4" maxW="26rem" align="stretch">
            {/* Password managers tell accounts apart by it. */}
            <input type="text" name="username" autoComplete="username" value={user.name} readOnly hidden />
            <PasswordField
              label={t("present")}
              kind="current-password"
              value={present}
              onChange={setPresent}
              {...(error?.code === "password_wrong" ? { error: text(error) } : {})}
            />
            <PasswordField
              label={t("new")}
              kind="new-password"
              value={password}
              onChange={setPassword}
              help={t("help")}
              {...(error?.code === "password_refused" ? { error: text(error) } : {})}
            />
            {error && error.code !== "password_wrong" && error.code !== "password_refused" && <Notice>{text(error)}</Notice>}
            <Button type="submit" alignSelf="flex-start" loading={change.isPending} disabled={!present || !password}>
              {t("change")}
            </Button>
          </Stack>
        </Box>
      ) : (
        <Text px="4" py="4">
          {t("google")}
        </Text>
      )}
    </Panel>
  );
}
