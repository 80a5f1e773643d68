"use client";

import { Box, Button, chakra, Flex, Heading, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { StatePanel } from "@/components/feedback/state-panel";
import { DownloadIcon, LinkIcon } from "@/components/icons";
import { asApiError } from "@/lib/api/errors";
import type { SharedClip } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { sharedFile, useSharedClip } from "../api/shared";

/** What a person without an account sees who was sent a link: the clip, what it shows, and nothing else. */
export function SharedView() {
  const t = useTranslations("shared");
  const text = useErrorText();
  // Behind the # of the address: browsers send it to no server and into no log.
  const token = useSyncExternalStore(onHashChange, () => window.location.hash.slice(1), () => "");
  const clip = useSharedClip(token);
  useEffect(() => {
    document.title = `${t("title")} · ePACK`;
  }, [t]);
  if (token === "" || clip.error) {
    const mayRecover = clip.error && asApiError(clip.error).code !== "link_over";
    return (
      <StatePanel
        role="alert"
        icon={<LinkIcon />}
        title={t("over")}
        actions={
          mayRecover && (
            <Button size="sm" variant="outline" loading={clip.isFetching} onClick={() => void clip.refetch()}>
              {t("again")}
            </Button>
          )
        }
      >
        {clip.error ? text(clip.error) : t("incomplete")}
      </StatePanel>
    );
  }
  if (!clip.data) {
    return (
      <Stack gap="4">
        <Skeleton h="8" w="60%" />
        <Skeleton aspectRatio="16 / 9" />
        <Skeleton h="32" />
      </Stack>
    );
  }
  return <Clip clip={clip.data} token={token} />;
}

function Clip({ clip, token }: { clip: SharedClip; token: string }) {
  const t = useTranslations("shared");
  const times = useTimes();
  const [failed, setFailed] = useState(false);
  const zone = clip.timezone;
  const codes = clip.codes.join(", ");
  const time = `${times.day(clip.from_ms, zone)} ${times.clock(clip.from_ms, zone)}–${times.clock(clip.to_ms, zone)} ${zoneLabel(clip.from_ms, zone)}`;
  return (
    <Stack gap="4">
      <Box>
        <Heading as="h1" size="xl" fontWeight="semibold" letterSpacing="tight" overflowWrap="anywhere">
          {codes || t("title")}
        </Heading>
        {clip.brand_name && (
          <Text color="fg.muted" overflowWrap="anywhere">
            {t("from", { brand: clip.brand_name })}
          </Text>
        )}
      </Box>
      <chakra.video
        src={sharedFile(token, false)}
        controls
        playsInline
        preload="metadata"
        aria-label={t("video", { camera: clip.camera_name })}
        bg="black"
        rounded="md"
        w="full"
        aspectRatio="16 / 9"
        maxH="70dvh"
        onError={() => setFailed(true)}
      />
      {failed && <Notice>{t("cannotPlay")}</Notice>}
      <Flex gap="4" align="flex-start" wrap="wrap">
        <Box as="dl" display="grid" gridTemplateColumns="max-content minmax(0, 1fr)" columnGap="4" rowGap="1.5" flex="1" minW="min(100%, 20rem)">
          <Fact label={t("camera")}>{clip.camera_name}</Fact>
          <Fact label={t("time")}>{time}</Fact>
          <Fact label={t("codes")}>{codes || t("noCode")}</Fact>
          <Fact label={t("length")}>{`${clockLength(clip.duration_ms)} · ${times.size(clip.size_bytes)}`}</Fact>
          {clip.sha256 && (
            <Fact label={t("checksum")}>
              <Text as="span" fontFamily="mono" fontSize="xs">
                {clip.sha256}
              </Text>
            </Fact>
          )}
        </Box>
        <Button asChild w={{ base: "full", sm: "auto" }}>
          <a href={sharedFile(token, true)} download={clip.file_name}>
            <DownloadIcon /> {t("save")}
          </a>
        </Button>
      </Flex>
      <Text color="fg.muted" fontSize="sm">
        {t("until", { when: times.dayAndTime(clip.expires_ms, zone) })}
      </Text>
    </Stack>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <Box as="dt" color="fg.muted">
        {label}
      </Box>
      <Box as="dd" overflowWrap="anywhere" fontVariantNumeric="tabular-nums">
        {children}
      </Box>
    </>
  );
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
