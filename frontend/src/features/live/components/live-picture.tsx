"use client";

import { Box, chakra, Flex, Spinner, Text } from "@chakra-ui/react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { CameraIcon } from "@/components/icons";
import type { LiveCamera } from "@/lib/api/types";
import { useNow } from "@/lib/time/use-now";

import { lookOf, standsStill } from "../hooks/live-state";
import { pictureLine } from "../hooks/picture-line";
import { useInSight } from "../hooks/use-in-sight";
import { useLiveFigures } from "./live-figures";

type Last = { arrivedMs: number; behindMs: number };
type Props = { camera: LiveCamera & { name: string } };

const LOOK_MS = 1_000;

/** What a live camera sees, while somebody sees it: how far it is behind the camera, or why it does not move. */
export function LivePicture({ camera }: Props) {
  const t = useTranslations("live");
  const figures = useLiveFigures();
  const box = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const inSight = useInSight(box);
  const last = usePictures(camera.camera_id, inSight, image);
  const now = useNow(LOOK_MS);
  const { lost, state } = lookOf(camera);
  const frozen = !lost && last !== null && standsStill(now - last.arrivedMs, camera.keyframe_ms);
  const message = lost
    ? state === "waiting"
      ? t("reconnecting", { seconds: Math.max(0, Math.ceil(((camera.next_ms ?? now) - now) / 1000)) })
      : t("noPicture")
    : frozen
      ? t("frozen", { seconds: Math.round((now - last.arrivedMs) / 1000) })
      : last === null
        ? t("loading")
        : null;
  const held = lost || frozen;
  return (
    <Box ref={box} position="relative" aspectRatio="16 / 9" bg="ink.950" overflow="hidden" data-preview={!inSight ? "paused" : held ? "held" : "moving"}>
      <Picture ref={image} alt={t("picture", { name: camera.name })} opacity={last === null ? 0 : held ? 0.35 : 1} />
      {message && (
        <Flex position="absolute" inset="0" align="center" justify="center" gap="2" color="white" textAlign="center" px="3" fontSize="sm" direction="column">
          {message === t("loading") ? <Spinner size="sm" /> : <CameraIcon fontSize="2xl" />}
          <Text bg="ink.950/70" rounded="sm" px="1.5">
            {message}
          </Text>
        </Flex>
      )}
      {!held && last !== null && (
        <Text position="absolute" insetEnd="2" bottom="2" bg="ink.950/75" color="white" fontSize="xs" rounded="sm" px="1.5" fontVariantNumeric="tabular-nums" data-behind={Math.round(last.behindMs)} title={t("behindHelp")}>
          {figures.behind(last.behindMs)}
        </Text>
      )}
    </Box>
  );
}

/** Draws each picture as it comes, past React; gives what is known of the last one, about once a second. */
function usePictures(cameraId: number, wanted: boolean, image: React.RefObject<HTMLImageElement | null>): Last | null {
  const [last, setLast] = useState<Last | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let shown: string | null = null;
    let told = 0;
    const leave = pictureLine.watch(cameraId, ({ jpeg, behindMs }) => {
      const element = image.current;
      if (!element) return;
      const before = shown;
      shown = URL.createObjectURL(new Blob([jpeg], { type: "image/jpeg" }));
      element.src = shown;
      if (before !== null) URL.revokeObjectURL(before);
      const arrivedMs = Date.now();
      if (arrivedMs - told < LOOK_MS) return;
      told = arrivedMs;
      setLast({ arrivedMs, behindMs });
    });
    return () => {
      leave();
      if (shown !== null) URL.revokeObjectURL(shown);
    };
  }, [cameraId, wanted, image]);
  return last;
}

const Picture = chakra("img", { base: { position: "absolute", inset: 0, width: "full", height: "full", objectFit: "contain" } });
