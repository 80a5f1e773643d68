"use client";

import { Box, Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { KeyIcon, PlusIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import type { ApiKey, Permission } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useNow } from "@/lib/time/use-now";
import { useTimes } from "@/lib/time/use-times";

import { useApiKeys, useRevokeKey } from "../api/account";
import { KeyDialog } from "./key-dialog";

const MINUTE_MS = 60_000;

/** Keys for programs of one's own; each may do at most what its owner may. */
export function KeysPanel({ permissions }: { permissions: readonly Permission[] }) {
  const t = useTranslations("account.keys");
  const keys = useApiKeys();
  const [making, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<ApiKey | null>(null);
  const items = keys.data?.items ?? [];
  return (
    <Panel
      title={t("title")}
      actions={
        <Button size="xs" onClick={() => setMaking(true)}>
          <PlusIcon /> {t("make")}
        </Button>
      }
    >
      {keys.data ? (
        items.length > 0 ? (
          <Stack as="ul" gap="0" aria-label={t("title")}>
            {items.map((key) => (
              <KeyRow key={key.id} item={key} onRevoke={() => setRevoked(key)} />
            ))}
          </Stack>
        ) : (
          <StatePanel icon={<KeyIcon />} title={t("none")}>
            {t("noneText")}
          </StatePanel>
        )
      ) : keys.error ? (
        <ErrorPanel error={keys.error} onRetry={() => void keys.refetch()} />
      ) : (
        <Skeleton m="4" h="20" />
      )}
      {making && <KeyDialog permissions={permissions} onClose={() => setMaking(false)} />}
      {revoked && <RevokeDialog item={revoked} onClose={() => setRevoked(null)} />}
    </Panel>
  );
}

function KeyRow({ item, onRevoke }: { item: ApiKey; onRevoke: () => void }) {
  const t = useTranslations("account.keys");
  const times = useTimes();
  const zone = useSiteZone();
  const now = useNow(MINUTE_MS);
  const over = item.expires_ms !== null && item.expires_ms <= now;
  const until = item.expires_ms === null ? t("noEnd") : t(over ? "over" : "until", { when: times.day(item.expires_ms, zone) });
  return (
    <Flex as="li" listStyleType="none" gap="3" align="center" wrap="wrap" px="4" py="3" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
      <Box flex="1" minW="min(100%, 14rem)">
        <Text fontWeight="medium" overflowWrap="anywhere">
          {item.name}{" "}
          <Text as="span" fontFamily="mono" fontSize="xs" color="fg.muted" fontWeight="normal">
            {item.prefix}…
          </Text>
        </Text>
        <Text color="fg.muted" fontSize="sm">
          {item.scopes.map((scope) => t(`scopes.${scope as "read"}`)).join(", ")}
        </Text>
        <Text color={over ? "fg.error" : "fg.muted"} fontSize="sm" fontVariantNumeric="tabular-nums">
          {until} · {item.used_ms === null ? t("neverUsed") : t("used", { when: times.dayAndTime(item.used_ms, zone) })}
        </Text>
      </Box>
      <Button size="xs" variant="outline" colorPalette="red" aria-label={t("revokeNamed", { name: item.name })} onClick={onRevoke}>
        {t("revoke")}
      </Button>
    </Flex>
  );
}

function RevokeDialog({ item, onClose }: { item: ApiKey; onClose: () => void }) {
  const t = useTranslations("account.keys");
  const revoke = useRevokeKey();
  return (
    <ConfirmDialog
      open
      title={t("revokeTitle")}
      action={t("revoke")}
      pending={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onConfirm={() => revoke.mutate(item.id, { onSuccess: onClose })}
    >
      <Text overflowWrap="anywhere">{t("revokeText", { name: item.name })}</Text>
    </ConfirmDialog>
  );
}
