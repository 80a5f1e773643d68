"use client";

import { Box, chakra, Flex } from "@chakra-ui/react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import type { Sighting } from "@/lib/api/types";

import { media } from "../api/media";

type Props = { sighting: Sighting; onShow: () => void };

type Size = { width: number; height: number };

/** The frame in which a code was read best, with a box around it, and the code enlarged. Pressed, the player shows it. */
export function CodeReading({ sighting, onShow }: Props) {
  const t = useTranslations("event");
  const [size, setSize] = useState<Size | null>(null);
  const address = media.frame(sighting.recording_id, sighting.best_at_ms);
  useEffect(() => {
    const picture = new Image();
    picture.onload = () => setSize({ width: picture.naturalWidth, height: picture.naturalHeight });
    picture.src = address;
    return () => {
      picture.onload = null;
    };
  }, [address]);
  const [x = 0, y = 0, w = 1, h = 1] = sighting.box;
  const margin = Math.max(w, h) * 0.25;
  return (
    <chakra.button
      type="button"
      display="block"
      cursor="pointer"
      rounded="md"
      overflow="hidden"
      flexShrink={0}
      bg="bg.muted"
      w={{ base: "52", sm: "64" }}
      aria-label={t("showReading", { code: sighting.text })}
      title={t("showReading", { code: sighting.text })}
      onClick={onShow}
    >
      <Flex h={{ base: "3.65rem", sm: "4.5rem" }}>
        <Box flex="1" minW="0" h="full">
          {size && (
            <Picture address={address} size={size} view={[0, 0, size.width, size.height]}>
              <chakra.rect x={x} y={y} width={w} height={h} fill="none" stroke="mark.solid" strokeWidth={Math.max(3, size.width / 120)} />
            </Picture>
          )}
        </Box>
        <Box flex="1" minW="0" h="full" borderLeftWidth="1px">
          {size && <Picture address={address} size={size} view={[x - margin, y - margin, w + 2 * margin, h + 2 * margin]} />}
        </Box>
      </Flex>
    </chakra.button>
  );
}

type PictureProps = { address: string; size: Size; view: [number, number, number, number]; children?: React.ReactNode };

/** A part of a frame; the browser loads the frame once, however many parts are shown. */
function Picture({ address, size, view, children }: PictureProps) {
  return (
    <svg viewBox={view.map(Math.round).join(" ")} width="100%" height="100%" preserveAspectRatio="xMidYMid meet" aria-hidden>
      <image href={address} width={size.width} height={size.height} />
      {children}
    </svg>
  );
}
