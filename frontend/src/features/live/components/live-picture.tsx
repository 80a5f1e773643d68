"use client";

import { Box, chakra, Flex, Spinner, Text } from "@chakra-ui/react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { CameraIcon } from "@/components/icons";

import { frameUrl, previewUrl } from "../api/get-live";
import { useInSight } from "../hooks/use-in-sight";

type Props = {
  cameraId: number;
  name: string;
  /** Pictures without end; else a new one every few seconds. A browser has few lines to one server. */
  moving: boolean;
  /** The camera sends nothing: the last picture stays, and nothing is asked for. */
  lost: boolean;
};

const STILL_MS = 2_000;
const AGAIN_MS = 3_000;

/** What a live camera sees, while somebody sees it. */
export function LivePicture({ cameraId, name, moving, lost }: Props) {
  const t = useTranslations("live");
  const box = useRef<HTMLDivElement>(null);
  const inSight = useInSight(box);
  const [state, setState] = useState<"waiting" | "shown" | "failed">("waiting");
  const runs = inSight && !lost;
  const label = t("picture", { name });
  const message = lost || state === "failed" ? t("noPicture") : runs && state === "waiting" ? t("loading") : null;
  return (
    <Box ref={box} position="relative" aspectRatio="16 / 9" bg="ink.950" overflow="hidden" data-preview={runs ? (moving ? "moving" : "stills") : "paused"}>
      {runs && moving && <Moving shown={state === "shown"} cameraId={cameraId} label={label} onState={setState} />}
      {runs && !moving && <Stills shown={state === "shown"} cameraId={cameraId} label={label} onState={setState} />}
      {message && (
        <Flex position="absolute" inset="0" align="center" justify="center" gap="2" color="ink.300" fontSize="sm" direction="column">
          {message === t("loading") ? <Spinner size="sm" /> : <CameraIcon fontSize="2xl" />}
          <Text>{message}</Text>
        </Flex>
      )}
    </Box>
  );
}

type PartProps = { shown: boolean; cameraId: number; label: string; onState: (state: "waiting" | "shown" | "failed") => void };

function Moving({ shown, cameraId, label, onState }: PartProps) {
  const image = useRef<HTMLImageElement>(null);
  const [turn, setTurn] = useState(() => Date.now());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    const element = image.current;
    return () => {
      if (timer.current !== null) clearTimeout(timer.current);
      // Browsers go on with an endless picture whose element is gone, and it keeps one of their few lines.
      element?.removeAttribute("src");
    };
  }, []);
  return (
    <Picture
      ref={image}
      src={previewUrl(cameraId, turn)}
      alt={label}
      opacity={shown ? 1 : 0}
      onLoad={() => onState("shown")}
      onError={() => {
        onState("failed");
        timer.current = setTimeout(() => setTurn(Date.now()), AGAIN_MS);
      }}
    />
  );
}

function Stills({ shown, cameraId, label, onState }: PartProps) {
  const [turn, setTurn] = useState(() => Date.now());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  function settle(state: "shown" | "failed", againMs: number) {
    onState(state);
    timer.current = setTimeout(() => setTurn(Date.now()), againMs);
  }
  return <Picture src={frameUrl(cameraId, turn)} alt={label} opacity={shown ? 1 : 0} onLoad={() => settle("shown", STILL_MS)} onError={() => settle("failed", AGAIN_MS)} />;
}

const Picture = chakra("img", { base: { position: "absolute", inset: 0, width: "full", height: "full", objectFit: "contain" } });
