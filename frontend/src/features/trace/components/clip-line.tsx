"use client";

import { Box, Button, Flex, IconButton, Text } from "@chakra-ui/react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { CloseIcon, DownloadIcon, ShareIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import type { Clip } from "@/lib/api/types";
import { useErrorText, useErrorTextOf } from "@/lib/i18n/use-error-text";
import { insist } from "@/lib/parts/insist";
import { useMay } from "@/lib/session/session";
import { useTimes } from "@/lib/time/use-times";
import { clockLength } from "@/lib/time/format";

import { useCancelClip } from "../api/cancel-clip";
import { isOpen } from "../api/get-clips";
import { media } from "../api/media";

const ShareDialog = dynamic(() => insist(() => import("./share-dialog")).then((module) => module.ShareDialog), { loading: () => null });

/** A clip: being cut, with progress and a way out; ready, with its file; or failed, with the reason. */
export function ClipLine({ clip }: { clip: Clip }) {
  const t = useTranslations("clips");
  const times = useTimes();
  const failure = useErrorTextOf();
  const cancel = useCancelClip();
  const text = useErrorText();
  const stop = () => cancel.mutate(clip.id, { onError: (error) => toaster.error({ title: t("cancelFailed"), description: text(error) }) });
  const mode = clip.mode === "exact" ? t("modes.exact") : t("modes.fast");
  return (
    <Flex as="li" align="center" gap="2" px="4" py="1.5" minH="11" data-clip={clip.id} data-status={clip.status}>
      <Box flex="1" minW="0">
        {clip.file_name !== null && (
          <Text truncate fontSize="xs" fontFamily="mono" title={clip.file_name}>
            {clip.file_name}
          </Text>
        )}
        <Text fontSize="xs" color={clip.status === "failed" ? "fg.error" : "fg.muted"} lineClamp={2}>
          {describe()}
        </Text>
        {isOpen(clip) && <ProgressBar value={clip.status === "queued" ? null : clip.progress} label={t("progress")} />}
      </Box>
      {isOpen(clip) && (
        <IconButton size="xs" variant="ghost" colorPalette="gray" aria-label={t("cancel")} title={t("cancel")} loading={cancel.isPending} onClick={stop}>
          <CloseIcon />
        </IconButton>
      )}
      {clip.status === "done" && (
        <>
          <Share clip={clip} />
          <Button size="xs" variant="subtle" asChild>
            <a href={media.clipFile(clip.id)} download={clip.file_name ?? ""} aria-label={t("downloadFile", { file: clip.file_name ?? mode })}>
              <DownloadIcon /> {t("download")}
            </a>
          </Button>
        </>
      )}
    </Flex>
  );

  function describe(): string {
    const status = clip.status as "queued";
    const state = t.has(`status.${status}`) ? t(`status.${status}`) : clip.status;
    if (clip.status === "failed") return failure({ code: clip.reason_code ?? "cut_failed", message: clip.reason ?? "", details: {} });
    if (clip.status !== "done") return `${mode} · ${state}`;
    const size = clip.size_bytes === null ? "" : ` · ${times.size(clip.size_bytes)}`;
    const length = clip.duration_ms === null ? "" : ` · ${clockLength(clip.duration_ms)}`;
    return `${mode}${length}${size}`;
  }
}

/** Offered to who may cut: the others get no file of it either. */
function Share({ clip }: { clip: Clip }) {
  const t = useTranslations("clips.share");
  const [isOpen, setIsOpen] = useState(false);
  if (!useMay({ permission: "cut" })) return null;
  return (
    <>
      <Button size="xs" variant="outline" aria-label={t("buttonNamed", { file: clip.file_name ?? "" })} onClick={() => setIsOpen(true)}>
        <ShareIcon /> {t("button")}
      </Button>
      {isOpen && <ShareDialog clip={clip} onClose={() => setIsOpen(false)} />}
    </>
  );
}
