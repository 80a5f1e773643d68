"use client";

import { Box, Button, chakra, Flex, Grid, Text } from "@chakra-ui/react";
import { useCallback, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { PauseIcon, PlayIcon } from "@/components/icons";
import type { RegionTrial } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { usePlayhead } from "../hooks/use-playhead";
import { instantOf, momentOf, type Moment, type Reel } from "./footage";
import { regionColors } from "./region-colors";

type Props = {
  trial: RegionTrial;
  zone: string;
  reel: Reel;
  moment: Moment;
  onMoment: (moment: Moment) => void;
};

type Bar = { from: number; to: number; title: string };

/** What the trial saw, row by row over the same time; the slider and the play button move the picture above. */
export function TrialTimeline({ trial, zone, reel, moment, onMoment }: Props) {
  const t = useTranslations("regions.trial");
  const times = useTimes();
  const length = Math.max(1, trial.to_ms - trial.from_ms);
  const shown = Math.min(Math.max(trial.from_ms, instantOf(reel, moment) ?? trial.from_ms), trial.to_ms);
  const place = (ms: number) => `${Math.min(100, Math.max(0, (100 * (ms - trial.from_ms)) / length))}%`;

  const go = useCallback(
    (instant: number) => {
      const next = momentOf(reel, instant);
      if (next) onMoment(next);
    },
    [reel, onMoment],
  );
  const { playing, toggle, stop } = usePlayhead(shown, trial.to_ms, go);

  const bars = (events: readonly { start_ms: number; end_ms: number; codes: readonly string[] }[]): Bar[] =>
    events.map((event) => ({
      from: event.start_ms,
      to: event.end_ms,
      title: event.codes.length > 0 ? event.codes.join(", ") : t("noCode"),
    }));
  const spans = (kind: string, state: string): Bar[] =>
    trial.spans
      .filter((span) => span.kind === kind && span.state === state)
      .map((span) => ({ from: span.from_ms, to: span.to_ms, title: "" }));

  const rows: { name: string; color: string; bars: Bar[] }[] = [
    { name: t("rows.events"), color: "brand.solid", bars: bars(trial.events) },
    ...(trial.saved_events ? [{ name: t("rows.saved"), color: "border.emphasized", bars: bars(trial.saved_events) }] : []),
    { name: t("rows.covered"), color: regionColors.trigger, bars: spans("trigger", "covered") },
    { name: t("rows.hands"), color: regionColors.packing, bars: spans("hands", "present") },
    {
      name: t("rows.codes"),
      color: regionColors.label,
      bars: trial.codes.map((code) => ({ from: code.first_ms, to: Math.max(code.last_ms, code.first_ms + length / 200), title: code.text })),
    },
  ];

  return (
    <Box role="group" aria-label={t("timeline")}>
      <Grid templateColumns="6.5rem minmax(0, 1fr)" columnGap="3" rowGap="1" alignItems="center">
        {rows.map((row) => (
          <Row key={row.name} name={row.name}>
            {row.bars.map((bar, index) => (
              <Box
                key={index}
                position="absolute"
                insetY="0"
                left={place(bar.from)}
                w={`calc(${place(bar.to)} - ${place(bar.from)})`}
                minW="2px"
                bg={row.color}
                rounded="2xs"
                title={bar.title || undefined}
              />
            ))}
            <Box position="absolute" insetY="-1" left={place(shown)} w="2px" bg="fg" aria-hidden />
          </Row>
        ))}
        <Flex>
          <Button size="2xs" variant="outline" colorPalette="gray" w="full" onClick={toggle}>
            {playing ? <PauseIcon /> : <PlayIcon />} {playing ? t("pause") : t("play")}
          </Button>
        </Flex>
        <chakra.input
          type="range"
          w="full"
          accentColor="brand.solid"
          aria-label={t("position")}
          aria-valuetext={`${times.clock(shown, zone)} ${zoneLabel(shown, zone)}`}
          min={trial.from_ms}
          max={trial.to_ms}
          step={500}
          value={shown}
          onChange={(event) => {
            stop();
            go(Number(event.target.value));
          }}
        />
      </Grid>
    </Box>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <Text fontSize="2xs" color="fg.muted" truncate title={name}>
        {name}
      </Text>
      <Box position="relative" h="3.5" bg="bg.muted" rounded="2xs" overflow="visible">
        {children}
      </Box>
    </>
  );
}
