"use client";

import { Box, Button, Flex, IconButton, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";
import { useCallback, useState, type Ref, type RefObject } from "react";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { toaster } from "@/components/feedback/toaster";
import { CloseIcon, LinkIcon } from "@/components/icons";
import { eventPath } from "@/config/paths";
import type { EventDetail, PackingEvent } from "@/lib/api/types";
import { useCameraZone } from "@/lib/cameras/cameras";
import { copyText } from "@/lib/clipboard";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { useEventDetail } from "../api/get-event";
import { ChangeLog } from "./change-log";
import { ClipSection, type ClipHandle } from "./clip-section";
import { CodeChips } from "./code-chip";
import { FlagBadges } from "./event-badges";
import { EventCodes } from "./event-codes";
import { EventNote } from "./event-note";
import { EventPlayer } from "./event-player";
import { EventSheet } from "./event-sheet";
import { Filmstrip } from "./filmstrip";
import type { PlayerHandle } from "./player";

type Props = {
  eventId: string;
  player: RefObject<PlayerHandle | null>;
  clips: Ref<ClipHandle>;
  onClose?: () => void;
  onSearch: (code: string) => void;
  /** The first picture is on screen, or will not come: other pictures may load now. */
  onSettled: () => void;
};

/** One event: its video, what is known of it, its clips. */
export function EventPanel({ eventId, player, clips, onClose, onSearch, onSettled }: Props) {
  const t = useTranslations("player");
  const detail = useEventDetail(eventId);
  const [settled, setSettled] = useState<string | null>(null);
  const settle = useCallback(() => {
    setSettled(eventId);
    onSettled();
  }, [eventId, onSettled]);
  if (detail.error && !detail.data) {
    return <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />;
  }
  return (
    <Box as="section" aria-label={t("title")} bg="bg.panel" borderWidth={{ base: "0", lg: "1px" }} rounded="lg" overflow="hidden">
      <EventPlayer key={eventId} ref={player} eventId={eventId} detail={detail.data} onSettled={settle} />
      <Flex align="flex-start" gap="2" px="4" py="2.5" borderTopWidth="1px" minH="20">
        <Box flex="1" minW="0">{detail.data && <Facts event={detail.data} onSearch={onSearch} />}</Box>
        <EventSheet key={`sheet ${eventId}`} eventId={eventId} />
        <CopyLink eventId={eventId} />
        {onClose && (
          <IconButton size="xs" variant="ghost" colorPalette="gray" aria-label={t("close")} title={t("close")} onClick={onClose}>
            <CloseIcon />
          </IconButton>
        )}
      </Flex>
      <ClipSection key={`clips ${eventId}`} ref={clips} eventId={eventId} />
      {detail.data && settled === eventId && <Details key={`details ${eventId}`} event={detail.data} player={player} onSearch={onSearch} />}
    </Box>
  );
}

type DetailsProps = { event: EventDetail } & Pick<Props, "player" | "onSearch">;

/** What is loaded once the video plays. */
function Details({ event, player, onSearch }: DetailsProps) {
  const seek = (atMs: number) => player.current?.seekTo(atMs);
  return (
    <>
      <Filmstrip event={event} count={6} width={192} onSeek={seek} />
      <EventCodes event={event} onSearch={onSearch} onSeek={seek} />
      <EventNote event={event} />
      <ChangeLog event={event} />
    </>
  );
}

function Facts({ event, onSearch }: { event: PackingEvent; onSearch: (code: string) => void }) {
  const t = useTranslations("player");
  const times = useTimes();
  const zone = useCameraZone()(event.camera_id);
  return (
    <Flex direction="column" gap="1.5">
      <CodeChips codes={event.codes} onSearch={onSearch} />
      <Text lineHeight="short">
        <Text as="span" fontWeight="medium">
          {event.camera_name}
        </Text>{" "}
        <Text as="span" color="fg.muted" fontVariantNumeric="tabular-nums">
          {times.day(event.start_ms, zone)} {times.clock(event.start_ms, zone)}–{times.clock(event.end_ms, zone)}{" "}
          {zoneLabel(event.start_ms, zone)} · {clockLength(event.duration_ms)}
        </Text>
      </Text>
      {event.flags.length > 0 && (
        <Flex gap="1" wrap="wrap">
          <FlagBadges flags={event.flags} />
        </Flex>
      )}
      {event.footage !== "there" && (
        <Text fontSize="sm" color="orange.fg">
          {t(`footage.${event.footage}`)}
        </Text>
      )}
      <Text fontSize="xs" color="fg.muted" overflowWrap="anywhere">
        {event.parts.map((part) => part.file_name).join(" + ")}
      </Text>
    </Flex>
  );
}

function CopyLink({ eventId }: { eventId: string }) {
  const t = useTranslations("player");

  async function copy() {
    const done = await copyText(new URL(eventPath(eventId), window.location.origin).href);
    if (done) toaster.success({ title: t("linkCopied") });
    else toaster.error({ title: t("linkNotCopied") });
  }

  return (
    <Button size="xs" variant="ghost" colorPalette="gray" px={{ base: "0", sm: "2.5" }} minW={{ base: "10", sm: "0" }} h={{ base: "10", sm: "8" }} aria-label={t("copyLink")} onClick={() => void copy()}>
      <LinkIcon />
      <Text as="span" display={{ base: "none", sm: "inline" }}>
        {t("copyLink")}
      </Text>
    </Button>
  );
}
