"use client";

import { Box, chakra, Flex, Spinner } from "@chakra-ui/react";
import { useCallback, useEffect, useImperativeHandle, useRef, useState, type ReactNode, type Ref } from "react";

import type { EventDetail } from "@/lib/api/types";
import { useMissedEvents } from "@/lib/media/use-missed-events";
import { useRendition } from "@/lib/media/use-rendition";

import { media } from "../api/media";
import { useFrameSteps } from "../hooks/use-frame-steps";
import { useZoom } from "../hooks/use-zoom";
import type { Scope, PlayerHandle, Stretch } from "./player";
import { PlayerControls } from "./player-controls";
import { PlayerFailure } from "./player-failure";
import { PlayerTrack } from "./player-track";

type Props = {
  eventId: string;
  scope: Scope;
  /** Known a moment after the video started to load; it tells where in the video an instant is. */
  stretch: Stretch | undefined;
  detail: EventDetail | undefined;
  /** Where to play from, UTC epoch ms. */
  beginMs: number | undefined;
  label: string;
  /** Where the player is, UTC epoch ms. */
  onTime: (atMs: number) => void;
  /** The first picture is there, or will not come. */
  onSettled: () => void;
  /** The element that plays: another one after each new load. */
  onVideo: (video: HTMLVideoElement | null) => void;
  /** What goes along with the video, right under it. */
  beside?: ReactNode;
  ref: Ref<PlayerHandle>;
};

/** A video of an event, from a given instant on. */
export function VideoPlayer({ eventId, scope, stretch, detail, beginMs, label, onTime, onSettled, onVideo, beside, ref }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const take = useCallback(
    (element: HTMLVideoElement | null) => {
      video.current = element;
      onVideo(element);
    },
    [onVideo],
  );
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState(false);
  const [waiting, setWaiting] = useState(true);
  const [playing, setPlaying] = useState(false);
  const [time, setTime] = useState({ now: 0, length: 0 });
  const source = media.video(eventId, scope);
  const step = useFrameSteps(video, eventId, scope, attempt);
  const rendition = useRendition(source, failed);
  const { zoom, zoomBy, wasDrag } = useZoom(frame);
  const fromMs = stretch?.fromMs;
  const start = fromMs !== undefined && beginMs !== undefined ? Math.max(0, (beginMs - fromMs) / 1000) : null;

  // Once the player knows the length and the page the instant, play from there.
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

  function seek(seconds: number) {
    if (video.current) video.current.currentTime = Math.max(0, seconds);
  }

  function skip(seconds: number) {
    if (video.current) seek(Math.min(video.current.currentTime + seconds, time.length));
  }

  const handle: PlayerHandle = {
    toggle: () => {
      const element = video.current;
      if (!element) return;
      if (element.paused) element.play().catch(() => {});
      else element.pause();
    },
    step,
    skip,
    seekTo: (atMs) => {
      if (fromMs === undefined) return;
      seek((atMs - fromMs) / 1000);
      frame.current?.scrollIntoView({ block: "nearest" });
    },
    setSpeed: (speed) => {
      const element = video.current;
      if (!element) return;
      element.playbackRate = speed;
      // Also for the next load of the same player.
      element.defaultPlaybackRate = speed;
    },
    zoom: zoomBy,
  };
  useImperativeHandle(ref, () => handle);

  useMissedEvents(video, attempt);

  function readTime() {
    const element = video.current;
    if (!element) return;
    setTime({ now: element.currentTime, length: Number.isFinite(element.duration) ? element.duration : 0 });
    if (fromMs !== undefined && begun.current) onTime(fromMs + element.currentTime * 1000);
  }

  return (
    <Box>
      <Box ref={frame} position="relative" bg="black" aspectRatio="16 / 9" overflow="hidden" touchAction={zoom.scale > 1 ? "none" : "pan-y"}>
        <chakra.video
          key={attempt}
          ref={take}
          src={source}
          poster={scope.cameraId === null ? media.thumbnail(eventId) : undefined}
          aria-label={label}
          preload="auto"
          playsInline
          w="full"
          h="full"
          objectFit="contain"
          transformOrigin="0 0"
          style={{ transform: `translate(${zoom.x * 100}%, ${zoom.y * 100}%) scale(${zoom.scale})` }}
          cursor={zoom.scale > 1 ? "grab" : undefined}
          onClick={() => !wasDrag.current && handle.toggle()}
          onLoadedMetadata={readTime}
          onTimeUpdate={readTime}
          onSeeked={readTime}
          onDurationChange={readTime}
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onPlaying={() => setWaiting(false)}
          onCanPlay={() => {
            setWaiting(false);
            onSettled();
          }}
          onWaiting={() => setWaiting(true)}
          onError={() => {
            setFailed(true);
            setWaiting(false);
            onSettled();
          }}
        />
        {waiting && !failed && (
          <Flex position="absolute" inset="0" align="center" justify="center" pointerEvents="none">
            <Spinner color="white" size="lg" />
          </Flex>
        )}
        {failed && <PlayerFailure state={rendition} retrying={playable} />}
      </Box>
      {beside}
      <PlayerTrack detail={detail} stretch={stretch} now={time.now} length={time.length} onSeek={seek} onSkip={skip} />
      <PlayerControls playing={playing} now={time.now} length={time.length} zoomed={zoom.scale} handle={handle} />
    </Box>
  );
}
