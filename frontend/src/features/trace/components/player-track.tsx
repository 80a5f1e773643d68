"use client";

import { Box, chakra } from "@chakra-ui/react";
import type { KeyboardEvent } from "react";
import { useTranslations } from "use-intl";

import type { EventDetail } from "@/lib/api/types";
import { clockPosition } from "@/lib/time/format";

import { SKIP_S, type Stretch } from "./player";

type Props = {
  detail: EventDetail | undefined;
  stretch: Stretch | undefined;
  now: number;
  length: number;
  onSeek: (seconds: number) => void;
  /** Seconds on, or back below 0. */
  onSkip: (seconds: number) => void;
};

type Piece = { from: number; to: number };

/** The seek bar with what happened when: the event with its start and end, hands at work, codes being read. */
export function PlayerTrack({ detail, stretch, now, length, onSeek, onSkip }: Props) {
  const t = useTranslations("player");
  const total = length > 0 ? length : stretch ? (stretch.toMs - stretch.fromMs) / 1000 : 1;
  const place = (fromMs: number, toMs: number): Piece => ({
    from: share((fromMs - (stretch?.fromMs ?? 0)) / 1000, total),
    to: share((toMs - (stretch?.fromMs ?? 0)) / 1000, total),
  });
  const known = detail && stretch ? detail : undefined;
  const event = known && place(known.start_ms, known.end_ms);
  const hands = known?.spans.filter((span) => span.kind === "hands").map((span) => place(span.from_ms, span.to_ms)) ?? [];
  const codes = known?.sightings.map((seen) => ({ text: seen.text, ...place(seen.first_ms, seen.last_ms) })) ?? [];

  // The browser's own step is that of the pointer, a frame: too little to get anywhere.
  function pressed(event: KeyboardEvent) {
    const steps: Record<string, number> = {
      ArrowRight: SKIP_S,
      ArrowUp: SKIP_S,
      ArrowLeft: -SKIP_S,
      ArrowDown: -SKIP_S,
      PageUp: total / 10,
      PageDown: -total / 10,
      Home: -total,
      End: total,
    };
    const by = event.altKey || event.ctrlKey || event.metaKey ? undefined : steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onSkip(by);
  }

  return (
    <Box
      position="relative"
      h="9"
      mx="3"
      mt="1"
      rounded="sm"
      css={{ "&:has(:focus-visible)": { outline: "2px solid", outlineColor: "brand.focusRing" } }}
    >
      <Box position="absolute" insetX="0" top="4" h="1.5" rounded="full" bg="bg.emphasized" />
      {event && (
        <>
          <Band {...event} top="4" h="1.5" bg="brand.solid" opacity={0.55} />
          <Tick at={event.from} title={t("start")} />
          <Tick at={event.to} title={t("end")} />
        </>
      )}
      {hands.map((piece) => (
        <Band key={`${piece.from}`} {...piece} top="1.4375rem" h="0.1875rem" bg="fg.subtle" title={t("hands")} />
      ))}
      {codes.map((code) => (
        <Band key={`${code.text} ${code.from}`} from={code.from} to={Math.max(code.to, code.from + 0.6)} top="0.375rem" h="0.4375rem" bg="mark.solid" title={code.text} />
      ))}
      <Box position="absolute" top="0.6875rem" h="4" w="2px" ml="-1px" bg="fg" style={{ left: `${share(now, total)}%` }} pointerEvents="none" />
      <chakra.input
        type="range"
        aria-label={t("position")}
        aria-valuetext={clockPosition(now)}
        min={0}
        max={total}
        step={0.04}
        value={Math.min(now, total)}
        onChange={(changed) => onSeek(Number(changed.target.value))}
        onKeyDown={pressed}
        position="absolute"
        inset="0"
        w="full"
        h="full"
        m="0"
        opacity={0}
        cursor="pointer"
      />
    </Box>
  );
}

type BandProps = Piece & { top: string; h: string; bg: string; opacity?: number; title?: string };

function Band({ from, to, ...look }: BandProps) {
  return <Box position="absolute" left={`${from}%`} w={`${Math.max(0.3, to - from)}%`} rounded="full" {...look} />;
}

function Tick({ at, title }: { at: number; title: string }) {
  return <Box position="absolute" left={`${at}%`} top="0.75rem" h="0.875rem" w="2px" ml="-1px" bg="brand.solid" title={title} />;
}

/** Percent of the track, inside it. */
function share(seconds: number, total: number): number {
  return Math.round(Math.min(1, Math.max(0, seconds / total)) * 10_000) / 100;
}
