"use client";

import { Box, chakra, Flex, Image } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import type { PackingEvent } from "@/lib/api/types";
import { useCameraZone } from "@/lib/cameras/cameras";
import { useTimes } from "@/lib/time/use-times";

import { media } from "../api/media";

type Props = { event: PackingEvent; count: number; width: number; onSeek: (atMs: number) => void };

/** Small frames over the time of the event, in one picture; each of them leads to its moment. */
export function Filmstrip({ event, count, width, onSeek }: Props) {
  const t = useTranslations("event");
  const times = useTimes();
  const zone = useCameraZone()(event.camera_id);
  const [failed, setFailed] = useState(false);
  const slotMs = (event.end_ms - event.start_ms) / count;
  return (
    <Box position="relative" w="full" style={{ aspectRatio: (count * 16) / 9 }} bg="bg.muted" overflow="hidden">
      {!failed && (
        <Image
          src={media.filmstrip(event.id, count, width)}
          alt=""
          loading="lazy"
          decoding="async"
          fetchPriority="low"
          w="full"
          h="full"
          objectFit="cover"
          onError={() => setFailed(true)}
        />
      )}
      {!failed && (
        <Flex position="absolute" inset="0">
          {Array.from({ length: count }, (_, place) => {
            const atMs = Math.round(event.start_ms + (place + 0.5) * slotMs);
            const name = t("showMoment", { time: times.clock(atMs, zone) });
            return (
              <chakra.button
                key={place}
                type="button"
                flex="1"
                cursor="pointer"
                aria-label={name}
                title={name}
                _hover={{ bg: "white/20" }}
                _focusVisible={{ outline: "2px solid", outlineColor: "brand.solid", outlineOffset: "-2px" }}
                onClick={() => onSeek(atMs)}
              />
            );
          })}
        </Flex>
      )}
    </Box>
  );
}
