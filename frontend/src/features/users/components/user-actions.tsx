"use client";

import { Box, Button, Flex, Stack, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import type { Account, IssuedAddress } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useDropFactor, useEndSessions, useNewAddress } from "../api/users";

type Props = { user: Account; own: boolean; last: boolean; onIssued: (issued: IssuedAddress) => void; onDelete: () => void };

/** What helps somebody who is locked out, or has left. */
export function UserActions({ user, own, last, onIssued, onDelete }: Props) {
  const t = useTranslations("users");
  const text = useErrorText();
  const address = useNewAddress();
  const factor = useDropFactor();
  const sessions = useEndSessions();
  const failed = address.error ?? factor.error ?? sessions.error;
  return (
    <Stack as="ul" listStyleType="none" gap="4">
      <Action
        text={user.has_password || user.google ? t("resetText") : t("inviteAgainText")}
        button={
          <Button size="xs" variant="outline" colorPalette="gray" loading={address.isPending} onClick={() => address.mutate(user.id, { onSuccess: onIssued })}>
            {user.has_password || user.google ? t("reset") : t("inviteAgain")}
          </Button>
        }
      />
      {user.second_factor && (
        <Action
          text={t("dropFactorText")}
          button={
            <Button
              size="xs"
              variant="outline"
              colorPalette="gray"
              loading={factor.isPending}
              onClick={() => factor.mutate(user.id, { onSuccess: () => toaster.success({ title: t("factorDropped") }) })}
            >
              {t("dropFactor")}
            </Button>
          }
        />
      )}
      <Action
        text={own ? t("endOwnSessionsText") : t("endSessionsText")}
        button={
          <Button
            size="xs"
            variant="outline"
            colorPalette="gray"
            loading={sessions.isPending}
            onClick={() => sessions.mutate(user.id, { onSuccess: ({ ended }) => toaster.success({ title: t("sessionsEnded", { count: ended }) }) })}
          >
            {t("endSessions")}
          </Button>
        }
      />
      {!own && !last && (
        <Action
          text={t("deleteHint")}
          button={
            <Button size="xs" variant="outline" colorPalette="red" onClick={onDelete}>
              {t("delete")}
            </Button>
          }
        />
      )}
      {Boolean(failed) && <Notice>{text(failed)}</Notice>}
    </Stack>
  );
}

function Action({ text, button }: { text: string; button: ReactNode }) {
  return (
    <Flex as="li" gap="3" align="center" wrap="wrap">
      <Text flex="1" minW="min(100%, 14rem)" color="fg.muted" fontSize="sm">
        {text}
      </Text>
      <Box>{button}</Box>
    </Flex>
  );
}
