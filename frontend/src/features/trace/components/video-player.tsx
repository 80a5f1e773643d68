"use client";

import { Box, chakra, Flex, Spinner, Text } from "@chakra-ui/react";
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { ProgressBar } from "@/components/progress-bar";
import type { EventDetail } from "@/lib/api/types";

import { media } from "../api/media";
import { useFrameSteps } from "../hooks/use-frame-steps";
import { useRendition } from "@/lib/media/use-rendition";
import { startSeconds, type PlayerHandle } from "./player";
import { PlayerControls } from "./player-controls";
import { PlayerTrack } from "./player-track";

type Props = {
  eventId: string;
  /** Known a moment after the video started to load; it tells where in the video the event starts. */
  detail: EventDetail | undefined;
  label: string;
  ref: Ref<PlayerHandle>;
};

/** The event's video, from the event's start. */
export function VideoPlayer({ eventId, detail, label, ref }: Props) {
  const t = useTranslations("player");
  const video = useRef<HTMLVideoElement>(null);
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState(false);
  const [waiting, setWaiting] = useState(true);
  const [playing, setPlaying] = useState(false);
  const [time, setTime] = useState({ now: 0, length: 0 });
  const source = media.video(eventId);
  const step = useFrameSteps(video, eventId, attempt);
  const rendition = useRendition(source, failed);
  const start = detail ? startSeconds(detail) : null;

  // Once the player knows the length and the page the event's start, play from there.
  const begun = useRef(false);
  useEffect(() => {
    const element = video.current;
    if (!element || start === null || time.length === 0 || begun.current) return;
    begun.current = true;
    element.currentTime = Math.min(start, time.length);
    // Browsers may refuse to play before the page was touched; the play button is there then.
    element.play().catch(() => {});
  }, [start, time.length]);

  // The conversion is done: load again what failed before.
  const playable = failed && rendition.data?.kind === "playable" && attempt < 3;
  useEffect(() => {
    if (!playable) return;
    const timer = setTimeout(() => {
      begun.current = false;
      setFailed(false);
      setAttempt((count) => count + 1);
    }, 200);
    return () => clearTimeout(timer);
  }, [playable]);

  const handle: PlayerHandle = {
    toggle: () => {
      const element = video.current;
      if (!element) return;
      if (element.paused) element.play().catch(() => {});
      else element.pause();
    },
    step,
    seek: (seconds) => {
      if (video.current) video.current.currentTime = seconds;
    },
    setSpeed: (speed) => {
      const element = video.current;
      if (!element) return;
      element.playbackRate = speed;
      // Also for the next load of the same player.
      element.defaultPlaybackRate = speed;
    },
  };
  useImperativeHandle(ref, () => handle);

  function readTime() {
    const element = video.current;
    if (!element) return;
    setTime({ now: element.currentTime, length: Number.isFinite(element.duration) ? element.duration : 0 });
  }

  return (
    <Box>
      <Box position="relative" bg="black" aspectRatio="16 / 9" overflow="hidden">
        <chakra.video
          key={attempt}
          ref={video}
          src={source}
          poster={media.thumbnail(eventId)}
          aria-label={label}
          preload="auto"
          playsInline
          w="full"
          h="full"
          objectFit="contain"
          onClick={handle.toggle}
          onLoadedMetadata={readTime}
          onTimeUpdate={readTime}
          onSeeked={readTime}
          onDurationChange={readTime}
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onPlaying={() => setWaiting(false)}
          onCanPlay={() => setWaiting(false)}
          onWaiting={() => setWaiting(true)}
          onError={() => {
            setFailed(true);
            setWaiting(false);
          }}
        />
        {waiting && !failed && (
          <Flex position="absolute" inset="0" align="center" justify="center" pointerEvents="none">
            <Spinner color="white" size="lg" />
          </Flex>
        )}
        {failed && (
          <Flex position="absolute" inset="0" bg="bg.panel/95" overflowY="auto">
            {/* Centred by margins: what is taller than the picture can still be scrolled to its top. */}
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
      </Box>
      <PlayerTrack detail={detail} now={time.now} length={time.length} onSeek={handle.seek} />
      <PlayerControls playing={playing} now={time.now} length={time.length} handle={handle} />
    </Box>
  );
}
