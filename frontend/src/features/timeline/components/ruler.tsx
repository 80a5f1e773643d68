"use client";

import { Box, Flex, Text } from "@chakra-ui/react";
import { useRef, type PointerEvent } from "react";
import { useLocale } from "use-intl";

import { useScale } from "@/lib/theme/use-rem";
import { knownZone, zoneLabel } from "@/lib/time/zone";

import { ticks, type Window } from "../hooks/window";
import { LABEL_WIDTH } from "./camera-row";

/** Of an hour in letters, in px of a usual screen. */
const HOUR_WIDTH = 56;

type Props = { fromMs: number; zone: string; shown: Window; width: number; onPan: (by: number) => void };

/** The hours of a zone above the rows; dragging it moves the rows. */
export function Ruler({ fromMs, zone, shown, width, onPan }: Props) {
  const locale = useLocale();
  const scale = useScale();
  const last = useRef<number | null>(null);
  const perPx = (shown.to - shown.from) / Math.max(1, width);
  const marks = ticks(shown, width / scale);
  const fine = marks.length > 1 && (marks[1] ?? 0) - (marks[0] ?? 0) < 60_000;
  const format = new Intl.DateTimeFormat(locale === "vi" ? "vi-VN" : "en-GB", {
    timeZone: knownZone(zone),
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    ...(fine ? { second: "2-digit" } : {}),
  });
  return (
    <Flex h="7" align="stretch" bg="bg.subtle">
      <Text display={{ base: "none", md: "block" }} w={LABEL_WIDTH} flexShrink={0} px="3" alignSelf="center" fontSize="xs" color="fg.muted">
        {zoneLabel(fromMs + shown.from, zone)}
      </Text>
      <Box
        position="relative"
        flex="1"
        minW="0"
        overflow="hidden"
        cursor="grab"
        touchAction="pan-y"
        onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
          last.current = event.clientX;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event: PointerEvent<HTMLDivElement>) => {
          if (last.current === null) return;
          onPan((last.current - event.clientX) * perPx);
          last.current = event.clientX;
        }}
        onPointerUp={() => (last.current = null)}
        onPointerCancel={() => (last.current = null)}
      >
        {marks.map((mark) => (
          <Box key={mark} position="absolute" top="0" bottom="0" style={{ left: (mark - shown.from) / perPx }} borderLeftWidth="1px" pl="1" pointerEvents="none">
            {/* At the right edge there is no room for it. */}
            {(shown.to - mark) / perPx > HOUR_WIDTH * scale && (
              <Text fontSize="2xs" color="fg.muted" lineHeight="1.75rem" fontVariantNumeric="tabular-nums" whiteSpace="nowrap">
                {format.format(fromMs + mark)}
              </Text>
            )}
          </Box>
        ))}
        {/* Beside the rows there is no room for it on a phone. */}
        <Text display={{ md: "none" }} position="absolute" right="0" top="0" h="full" px="1.5" bg="bg.subtle" fontSize="2xs" lineHeight="1.75rem" color="fg.muted" pointerEvents="none">
          {zoneLabel(fromMs + shown.from, zone)}
        </Text>
      </Box>
    </Flex>
  );
}
