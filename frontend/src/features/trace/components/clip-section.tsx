"use client";

import { Button, Checkbox, Flex, Stack, Text } from "@chakra-ui/react";
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type Ref } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { toaster } from "@/components/feedback/toaster";
import { CutIcon, DownloadIcon } from "@/components/icons";
import { useErrorText, useErrorTextOf } from "@/lib/i18n/use-error-text";
import { useLive } from "@/lib/live/live-provider";
import { download } from "@/lib/save-file";

import { useCutClips } from "../api/cut-clips";
import { useClipsOfEvent } from "../api/get-clips";
import { media } from "../api/media";
import { useListsAfterCut } from "../hooks/use-lists-after-cut";
import { ClipLine } from "./clip-line";

export type ClipHandle = { cut: () => void; download: () => void };

/** Cut this event and fetch what was cut. Download cuts first where nothing is cut yet. */
export function ClipSection({ eventId, ref }: { eventId: string; ref: Ref<ClipHandle> }) {
  const t = useTranslations("clips");
  const text = useErrorText();
  const failure = useErrorTextOf();
  const cut = useCutClips();
  const clips = useClipsOfEvent(eventId);
  const [burnIn, setBurnIn] = useState(true);
  const wanted = useRef<string | null>(null);
  useLive(["clip"], () => void clips.refetch());

  const items = useMemo(() => clips.data?.items ?? [], [clips.data]);
  useListsAfterCut(clips.data && items.filter((clip) => clip.status === "done").length);
  const newest = items.find((clip) => clip.status === "done");

  function start(mode: "fast" | "exact", thenDownload = false) {
    if (cut.isPending) return;
    cut.mutate(
      { event_ids: [eventId], mode, burn_in: mode === "exact" && burnIn },
      {
        onSuccess: (batch) => {
          for (const one of batch.refused) toaster.error({ title: t("cutFailed"), description: failure({ code: one.code, message: one.reason, details: {} }) });
          if (thenDownload) wanted.current = batch.clips[0]?.id ?? null;
        },
        onError: (error) => toaster.error({ title: t("cutFailed"), description: text(error) }),
      },
    );
  }

  useEffect(() => {
    const finished = items.find((clip) => clip.id === wanted.current && clip.status === "done");
    if (!finished) return;
    wanted.current = null;
    download(media.clipFile(finished.id));
  }, [items]);

  const handle: ClipHandle = {
    cut: () => start("fast"),
    download: () => (newest ? download(media.clipFile(newest.id)) : start("fast", true)),
  };
  useImperativeHandle(ref, () => handle);

  return (
    <Stack gap="0" borderTopWidth="1px">
      <Flex align="center" gap="2" px="4" py="2.5" wrap="wrap">
        <Button size="sm" loading={cut.isPending} onClick={handle.cut} title={t("cutHelp")}>
          <CutIcon /> {t("cut")}
        </Button>
        <Button size="sm" variant="outline" disabled={cut.isPending} onClick={() => start("exact")} title={t("exactHelp")}>
          {t("exact")}
        </Button>
        <Checkbox.Root size="sm" checked={burnIn} onCheckedChange={(change) => setBurnIn(change.checked === true)}>
          <Checkbox.HiddenInput />
          <Checkbox.Control />
          <Checkbox.Label fontWeight="normal" color="fg.muted">
            {t("burnIn")}
          </Checkbox.Label>
        </Checkbox.Root>
        <Button size="sm" variant="outline" ml="auto" onClick={handle.download} disabled={cut.isPending}>
          <DownloadIcon /> {t("download")}
        </Button>
      </Flex>
      {clips.error && !clips.data && <ErrorPanel error={clips.error} onRetry={() => void clips.refetch()} />}
      {items.length > 0 && (
        <Stack as="ul" gap="0" borderTopWidth="1px" borderColor="border.muted" maxH="48" overflowY="auto" aria-label={t("title")}>
          {items.map((clip) => (
            <ClipLine key={clip.id} clip={clip} />
          ))}
        </Stack>
      )}
      <Text fontSize="xs" color="fg.subtle" px="4" py="2" borderTopWidth="1px" borderColor="border.muted" display={{ base: "none", lg: "block" }}>
        {t("keys")}
      </Text>
    </Stack>
  );
}
