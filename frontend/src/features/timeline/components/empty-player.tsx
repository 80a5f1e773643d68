"use client";

import { Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { CameraDay } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";

import { nearestStops, type Stop } from "../hooks/nearest";
import { PlayerFrame } from "./player-frame";

type Props = {
  day: CameraDay;
  /** Where the playhead stands without footage; null: nothing was chosen yet. */
  atMs: number | null;
  onPlay: (stop: Stop) => void;
};

/** What stands in the player's place while nothing plays: what to do, and what can be played nearest. */
export function EmptyPlayer({ day, atMs, onPlay }: Props) {
  const t = useTranslations("timeline.player");
  const times = useTimes();
  const { before, after } = nearestStops(day, atMs);
  const play = (stop: Stop, place: "first" | "before" | "next") => (
    <Button size="sm" variant="outline" fontVariantNumeric="tabular-nums" onClick={() => onPlay(stop)}>
      {t(stop.kind === "event" ? `packing.${place}` : `recording.${place}`, { time: times.clock(stop.atMs, day.timezone) })}
    </Button>
  );
  return (
    <PlayerFrame bg="bg.subtle">
      <Flex h="full" direction="column" align="center" justify="center" gap="3" px="4" textAlign="center">
        <Text color="fg.muted" maxW="md">
          {atMs === null ? t("hint") : t("none")}
        </Text>
        <Flex gap="2" wrap="wrap" justify="center">
          {before && play(before, "before")}
          {after && play(after, atMs === null ? "first" : "next")}
        </Flex>
      </Flex>
    </PlayerFrame>
  );
}
