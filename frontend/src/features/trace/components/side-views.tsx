"use client";

import { Box, chakra, Flex, Grid, Spinner, Text } from "@chakra-ui/react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import type { ViewList } from "@/lib/api/types";
import { useMissedEvents } from "@/lib/media/use-missed-events";
import { useRendition } from "@/lib/media/use-rendition";

import { media } from "../api/media";
import { useFollow } from "../hooks/use-follow";
import type { Scope } from "./player";
import { PlayerFailure } from "./player-failure";

type Views = ViewList["items"];

type Props = {
  eventId: string;
  scope: Scope;
  views: Views;
  leader: HTMLVideoElement | null;
  leaderFromMs: number | undefined;
  onEnlarge: (cameraId: number) => void;
};

/** The other cameras of the same moment, in step with the large picture; a press on one makes it the large one. */
export function SideViews({ views, ...rest }: Props) {
  return (
    <Grid templateColumns={{ base: "1fr", sm: views.length > 1 ? "1fr 1fr" : "1fr" }} gap="1" px="3" pb="2">
      {views.map((view) => (
        <SideView key={view.camera_id} view={view} {...rest} />
      ))}
    </Grid>
  );
}

function SideView({ eventId, scope, view, leader, leaderFromMs, onEnlarge }: Omit<Props, "views"> & { view: Views[number] }) {
  const t = useTranslations("player");
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const [ready, setReady] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const source = media.video(eventId, { ...scope, cameraId: view.camera_id });
  const rendition = useRendition(source, failed);
  useFollow({ leader, follower: video, leaderFromMs, followerFromMs: view.from_ms, key: `${source} ${attempt}` });
  useMissedEvents(video, `${source} ${attempt}`);

  const playable = failed && rendition.data?.kind === "playable" && attempt < 3;
  useEffect(() => {
    if (!playable) return;
    const timer = setTimeout(() => {
      setFailed(false);
      setAttempt((count) => count + 1);
    }, 200);
    return () => clearTimeout(timer);
  }, [playable]);

  return (
    <Box position="relative" bg="black" aspectRatio="16 / 9" rounded="md" overflow="hidden">
      <chakra.video
        key={`${source} ${attempt}`}
        ref={video}
        src={source}
        data-camera={view.camera_id}
        aria-label={t("sideVideo", { camera: view.camera_name })}
        muted
        playsInline
        preload="auto"
        w="full"
        h="full"
        objectFit="contain"
        onCanPlay={() => setReady(true)}
        onError={() => setFailed(true)}
      />
      {!ready && !failed && (
        <Flex position="absolute" inset="0" align="center" justify="center" pointerEvents="none">
          <Spinner color="white" />
        </Flex>
      )}
      {failed && <PlayerFailure state={rendition} retrying={playable} />}
      <chakra.button
        type="button"
        position="absolute"
        inset="0"
        cursor="zoom-in"
        textAlign="start"
        aria-label={t("enlargeCamera", { camera: view.camera_name })}
        title={t("enlargeCamera", { camera: view.camera_name })}
        _focusVisible={{ outline: "2px solid", outlineColor: "brand.focusRing", outlineOffset: "-2px" }}
        onClick={() => onEnlarge(view.camera_id)}
      >
        <Text as="span" position="absolute" bottom="1" left="1" bg="black/60" color="white" fontSize="xs" px="1.5" rounded="sm" maxW="90%" truncate>
          {view.camera_name}
        </Text>
      </chakra.button>
    </Box>
  );
}
