"use client";

import { Box, Button, Field, Flex, Heading, NativeSelect, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { CopyField } from "@/components/copy-field";
import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import { Modal } from "@/components/modal";
import { OwnMachineNotice } from "@/components/own-machine-notice";
import type { Clip, ClipShare } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";

import { useMakeShare, useRevokeShare, useShares } from "../api/shares";

const lifetimes = [1, 3, 7, 30, 90] as const;
const USUAL_DAYS = 3;
const DAY_HOURS = 24;

/** Links that open one clip for somebody without an account: made, listed, copied, taken back. */
export function ShareDialog({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const t = useTranslations("clips.share");
  const shares = useShares(clip.id);
  const [revoked, setRevoked] = useState<ClipShare | null>(null);
  const items = shares.data?.items ?? [];
  return (
    <Modal open onClose={onClose} title={t("title")} size="md">
      <Stack gap="4" pb="4">
        <Box>
          <Text>{t("text")}</Text>
          <Text fontFamily="mono" fontSize="xs" color="fg.muted" overflowWrap="anywhere" mt="1">
            {clip.file_name}
          </Text>
        </Box>
        <MakeForm clipId={clip.id} />
        <Stack as="section" gap="3" aria-busy={shares.isFetching}>
          <Heading as="h3" size="sm">
            {t("links")}
          </Heading>
          {shares.error && !shares.data ? (
            <ErrorPanel error={shares.error} onRetry={() => void shares.refetch()} />
          ) : !shares.data ? (
            <Skeleton h="16" />
          ) : items.length === 0 ? (
            <Text color="fg.muted">{t("none")}</Text>
          ) : (
            <>
              <Stack as="ul" gap="4" listStyleType="none" aria-label={t("links")}>
                {items.map((share) => (
                  <ShareRow key={share.id} share={share} onRevoke={() => setRevoked(share)} />
                ))}
              </Stack>
              <OwnMachineNotice />
            </>
          )}
        </Stack>
      </Stack>
      {revoked && <RevokeDialog share={revoked} onClose={() => setRevoked(null)} />}
    </Modal>
  );
}

function MakeForm({ clipId }: { clipId: string }) {
  const t = useTranslations("clips.share");
  const text = useErrorText();
  const make = useMakeShare(clipId);
  const [days, setDays] = useState<number>(USUAL_DAYS);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!make.isPending) make.mutate(days * DAY_HOURS);
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="3">
        <Flex gap="2" align="flex-end">
          <Field.Root flex="1">
            <Field.Label>{t("holds")}</Field.Label>
            <NativeSelect.Root>
              <NativeSelect.Field value={String(days)} onChange={(event) => setDays(Number(event.target.value))}>
                {lifetimes.map((count) => (
                  <option key={count} value={count}>
                    {t("days", { count })}
                  </option>
                ))}
              </NativeSelect.Field>
              <NativeSelect.Indicator />
            </NativeSelect.Root>
          </Field.Root>
          <Button type="submit" loading={make.isPending}>
            {t("make")}
          </Button>
        </Flex>
        {make.error && !make.isPending && <Notice>{text(make.error)}</Notice>}
      </Stack>
    </form>
  );
}

function ShareRow({ share, onRevoke }: { share: ClipShare; onRevoke: () => void }) {
  const t = useTranslations("clips.share");
  const times = useTimes();
  const zone = useSiteZone();
  const label = t("until", { when: times.dayAndTime(share.expires_ms, zone), name: share.made_by });
  const opened =
    share.opened_ms === null
      ? t("opened", { count: share.opened })
      : t("openedLast", { count: share.opened, when: times.dayAndTime(share.opened_ms, zone) });
  return (
    <Box as="li" data-link={share.id}>
      <CopyField label={label} value={new URL(share.address, window.location.origin).href} />
      <Flex align="center" gap="2" mt="1">
        <Text fontSize="sm" color="fg.muted" flex="1">
          {opened}
        </Text>
        <Button size="xs" variant="ghost" colorPalette="red" aria-label={t("revokeNamed", { label })} onClick={onRevoke}>
          {t("revoke")}
        </Button>
      </Flex>
    </Box>
  );
}

function RevokeDialog({ share, onClose }: { share: ClipShare; onClose: () => void }) {
  const t = useTranslations("clips.share");
  const revoke = useRevokeShare(share.clip_id);
  return (
    <ConfirmDialog
      open
      title={t("revokeTitle")}
      action={t("revoke")}
      pending={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onConfirm={() => revoke.mutate(share.id, { onSuccess: onClose })}
    >
      <Text>{t("revokeText")}</Text>
    </ConfirmDialog>
  );
}
