"use client";

import { Box, chakra } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { EventDetail } from "@/lib/api/types";
import { clockPosition } from "@/lib/time/format";

type Props = { detail: EventDetail | undefined; now: number; length: number; onSeek: (seconds: number) => void };

type Stretch = { from: number; to: number };

/** The seek bar with what happened when: the event itself, hands at work, the moments at which codes were read. */
export function PlayerTrack({ detail, now, length, onSeek }: Props) {
  const t = useTranslations("player");
  const total = length > 0 ? length : detail ? (detail.video_to_ms - detail.video_from_ms) / 1000 : 1;
  const place = (fromMs: number, toMs: number): Stretch => ({
    from: share((fromMs - (detail?.video_from_ms ?? 0)) / 1000, total),
    to: share((toMs - (detail?.video_from_ms ?? 0)) / 1000, total),
  });
  const event = detail && place(detail.start_ms, detail.end_ms);
  const hands = detail?.spans.filter((span) => span.kind === "hands").map((span) => place(span.from_ms, span.to_ms)) ?? [];
  const codes = detail?.sightings.map((seen) => ({ text: seen.text, ...place(seen.first_ms, seen.last_ms) })) ?? [];
  return (
    <Box position="relative" h="9" mx="3" mt="1">
      <Box position="absolute" insetX="0" top="4" h="1.5" rounded="full" bg="bg.emphasized" />
      {event && <Band {...event} top="4" h="1.5" bg="brand.solid" opacity={0.55} />}
      {hands.map((stretch) => (
        <Band key={`${stretch.from}`} {...stretch} top="23px" h="3px" bg="fg.subtle" />
      ))}
      {codes.map((code) => (
        <Band key={`${code.text} ${code.from}`} from={code.from} to={Math.max(code.to, code.from + 0.6)} top="6px" h="7px" bg="mark.solid" title={code.text} />
      ))}
      <Box position="absolute" top="11px" h="4" w="2px" ml="-1px" bg="fg" left={`${share(now, total)}%`} pointerEvents="none" />
      <chakra.input
        type="range"
        aria-label={t("position")}
        aria-valuetext={clockPosition(now)}
        min={0}
        max={total}
        step={0.04}
        value={Math.min(now, total)}
        onChange={(changed) => onSeek(Number(changed.target.value))}
        position="absolute"
        inset="0"
        w="full"
        h="full"
        m="0"
        opacity={0}
        cursor="pointer"
        css={{ "&:focus-visible": { opacity: 0.35 } }}
      />
    </Box>
  );
}

type BandProps = Stretch & { top: string; h: string; bg: string; opacity?: number; title?: string };

function Band({ from, to, ...look }: BandProps) {
  return <Box position="absolute" left={`${from}%`} w={`${Math.max(0.3, to - from)}%`} rounded="full" {...look} />;
}

/** Percent of the track, inside it. */
function share(seconds: number, total: number): number {
  return Math.round(Math.min(1, Math.max(0, seconds / total)) * 10_000) / 100;
}
