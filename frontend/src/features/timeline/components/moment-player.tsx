"use client";

import { Box, Button, chakra, Flex, Spinner, Text } from "@chakra-ui/react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { ProgressBar } from "@/components/progress-bar";
import type { Moment } from "@/lib/api/types";
import { useMissedEvents } from "@/lib/media/use-missed-events";
import { useRendition } from "@/lib/media/use-rendition";

import { getMoment, useMoment, type Place } from "../api/get-moment";
import { PlayerFrame } from "./player-frame";

type Props = {
  place: Place;
  /** Counts up when `place` was chosen anew, so that the same instant can be chosen twice. */
  turn: number;
  label: string;
  /** The instant on the screen, several times a second. */
  onTime: (atMs: number) => void;
};

/** Plays a camera from an instant, and on from one file to the next. */
export function MomentPlayer({ place, turn, label, onTime }: Props) {
  const t = useTranslations("timeline.player");
  // Where the player is by itself, once it went on from the place that was asked for.
  const [on, setOn] = useState<{ turn: number; place: Place } | null>(null);
  const wanted = on !== null && on.turn === turn ? on.place : place;
  const moment = useMoment(wanted);
  const [held, setHeld] = useState<Moment | null>(null);
  const usable = moment.data ?? (held && holds(held, wanted) ? held : null);
  if (moment.data && moment.data !== held) setHeld(moment.data);

  if (moment.error && !usable) {
    return (
      <PlayerFrame bg="bg.panel" overflowY="auto">
        <ErrorPanel error={moment.error} onRetry={() => void moment.refetch()} />
      </PlayerFrame>
    );
  }
  if (!usable) {
    return (
      <PlayerFrame bg="black">
        <Flex h="full" align="center" justify="center" role="status" aria-label={t("loading")}>
          <Spinner color="white" size="lg" />
        </Flex>
      </PlayerFrame>
    );
  }
  return (
    <Screen
      key={usable.video_url}
      moment={usable}
      atMs={moment.data ? moment.data.at_ms : wanted.atMs}
      turn={turn}
      label={label}
      onTime={onTime}
      onEnd={() => {
        if (usable.next_ms !== null) setOn({ turn, place: { cameraId: place.cameraId, atMs: usable.next_ms } });
      }}
    />
  );
}

function holds(moment: Moment, place: Place): boolean {
  return moment.camera_id === place.cameraId && moment.video_from_ms <= place.atMs && place.atMs < moment.video_to_ms;
}

type ScreenProps = { moment: Moment; atMs: number; turn: number; label: string; onTime: (atMs: number) => void; onEnd: () => void };

function Screen({ moment, atMs, turn, label, onTime, onEnd }: ScreenProps) {
  const t = useTranslations("timeline.player");
  const video = useRef<HTMLVideoElement>(null);
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState(false);
  const [ready, setReady] = useState(false);
  const rendition = useRendition(moment.video_url, failed);
  useMissedEvents(video, attempt);

  useEffect(() => {
    const element = video.current;
    if (!element || !ready) return;
    element.currentTime = Math.max(0, (atMs - moment.video_from_ms) / 1000);
    // Browsers may refuse to play before the page was touched; the play button is there then.
    element.play().catch(() => {});
  }, [atMs, turn, ready, moment.video_from_ms]);

  // The conversion is done: load again what failed before.
  const playable = failed && rendition.data?.kind === "playable" && attempt < 3;
  useEffect(() => {
    if (!playable) return;
    const timer = setTimeout(() => {
      setFailed(false);
      setReady(false);
      setAttempt((count) => count + 1);
    }, 100);
    return () => clearTimeout(timer);
  }, [playable]);

  // Converted footage comes in pieces: have the next one made while this one plays.
  const { next_ms: nextMs, camera_id: cameraId, video_url: url } = moment;
  useEffect(() => {
    if (!ready || nextMs === null || !url.includes("/pieces/")) return;
    const gone = new AbortController();
    getMoment({ cameraId, atMs: nextMs }, gone.signal)
      .then((next) => fetch(next.video_url, { headers: { Range: "bytes=0-0" }, signal: gone.signal }))
      .catch(() => {});
    return () => gone.abort();
  }, [ready, nextMs, cameraId, url]);

  const skip = (seconds: number) => {
    if (video.current) video.current.currentTime += seconds;
  };
  return (
    <PlayerFrame
      bg="black"
      controls={
        <>
          {[-30, -5, 5, 30].map((seconds) => (
            <Button key={seconds} size="xs" px={{ base: "2", sm: "3" }} variant="ghost" colorPalette="gray" aria-label={t("skip", { seconds })} onClick={() => skip(seconds)}>
              {t("seconds", { seconds })}
            </Button>
          ))}
          <Text flex="1" minW="0" textAlign="end" fontSize="xs" color="fg.muted" truncate title={moment.file_name}>
            {moment.file_name}
          </Text>
        </>
      }
    >
      <chakra.video
        key={attempt}
        ref={video}
        src={url}
        aria-label={label}
        preload="auto"
        controls
        playsInline
        w="full"
        h="full"
        objectFit="contain"
        onLoadedMetadata={() => setReady(true)}
        onTimeUpdate={(event) => ready && onTime(moment.video_from_ms + event.currentTarget.currentTime * 1000)}
        onEnded={onEnd}
        onError={() => setFailed(true)}
      />
      {failed && (
        <Flex position="absolute" inset="0" bg="bg.panel/95" overflowY="auto">
          <Flex m="auto" w="full" justify="center">
            {rendition.data?.kind === "preparing" ? (
              <Box w="64" maxW="80%" textAlign="center" role="status">
                <Text mb="2">{t("preparing")}</Text>
                <ProgressBar value={rendition.data.progress} label={t("preparing")} size="sm" />
              </Box>
            ) : rendition.error ? (
              <ErrorPanel error={rendition.error} onRetry={() => void rendition.refetch()} />
            ) : playable || rendition.isPending ? (
              <Spinner />
            ) : (
              <Text px="4">{t("cannotPlay")}</Text>
            )}
          </Flex>
        </Flex>
      )}
    </PlayerFrame>
  );
}
