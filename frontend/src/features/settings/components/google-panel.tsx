"use client";

import { Badge, Box, Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { CopyField } from "@/components/copy-field";
import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Panel } from "@/components/panel";
import { PasswordField } from "@/components/password-field";
import type { GoogleSignIn } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useGoogleSignIn, useSetGoogleSecret } from "../api/google";

/** What the sign-in with Google needs besides its settings: the address to enter there, and the secret, which is never shown. */
export function GooglePanel() {
  const t = useTranslations("settings.google");
  const google = useGoogleSignIn();
  return (
    <Panel title={t("title")} mt="4">
      {google.data ? (
        <Content google={google.data} />
      ) : google.error ? (
        <ErrorPanel error={google.error} onRetry={() => void google.refetch()} />
      ) : (
        <Skeleton m="4" h="40" />
      )}
    </Panel>
  );
}

function Content({ google }: { google: GoogleSignIn }) {
  const t = useTranslations("settings.google");
  const text = useErrorText();
  const keep = useSetGoogleSecret();
  const [secret, setSecret] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!secret.trim() || keep.isPending) return;
    keep.mutate(secret, {
      onSuccess: () => {
        setSecret("");
        toaster.success({ title: t("kept") });
      },
    });
  }

  return (
    <Stack gap="4" px="4" py="4">
      <Flex gap="2" align="center" wrap="wrap">
        <Badge colorPalette={google.ready ? "green" : "gray"}>{google.ready ? t("ready") : t("off")}</Badge>
        <Text color="fg.muted">{google.ready ? t("readyText") : google.has_secret ? t("needsId") : t("needsSecret")}</Text>
      </Flex>
      <CopyField label={t("redirect")} value={google.redirect_uri} help={t("redirectHelp")} />
      <form onSubmit={submit}>
        <Stack gap="3" align="stretch" maxW="32rem">
          <PasswordField
            label={google.has_secret ? t("newSecret") : t("secret")}
            kind="new-password"
            value={secret}
            onChange={setSecret}
            help={google.has_secret ? t("secretThere") : t("secretHelp")}
          />
          {keep.error && !keep.isPending && <Notice>{text(keep.error)}</Notice>}
          <Flex gap="2" wrap="wrap">
            <Button type="submit" size="sm" loading={keep.isPending} disabled={!secret.trim()}>
              {t("keep")}
            </Button>
            {google.has_secret && (
              <Box>
                <Button size="sm" variant="outline" colorPalette="red" disabled={keep.isPending} onClick={() => keep.mutate(null, { onSuccess: () => toaster.success({ title: t("forgotten") }) })}>
                  {t("forget")}
                </Button>
              </Box>
            )}
          </Flex>
        </Stack>
      </form>
    </Stack>
  );
}
