"use client";

import { Box, Button, ButtonGroup, chakra, Flex, Spinner, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { instantOf, momentAt, placeOf, type Moment, type Reel } from "./footage";

type Props = { reel: Reel; moment: Moment; zone: string; loading: boolean; onPick: (moment: Moment) => void };

const SECOND_MS = 1_000;
const steps = [-10, -1, 1, 10] as const;
/** More borders than this are closer together than can be told apart. */
const MOST_BORDERS = 120;

/** Leads through all recordings of the camera as if they were one: the slider far, the buttons by seconds. */
export function FootageScrubber({ reel, moment, zone, loading, onPick }: Props) {
  const t = useTranslations("regions.scrubber");
  const times = useTimes();
  const place = placeOf(reel, moment) ?? 0;
  const recording = reel.recordings.find((one) => one.id === moment.recordingId);
  const instant = instantOf(reel, moment);
  const when = instant === null ? "" : `${times.dayAndTime(instant, zone)} ${zoneLabel(instant, zone)}`;

  function go(placeMs: number) {
    const next = momentAt(reel, placeMs);
    if (next) onPick(next);
  }

  return (
    <Box>
      <Box position="relative">
        <chakra.input
          type="range"
          display="block"
          w="full"
          h="6"
          accentColor="brand.solid"
          aria-label={t("label")}
          aria-valuetext={when}
          min={0}
          max={Math.max(SECOND_MS, reel.lengthMs)}
          step={SECOND_MS}
          value={place}
          onChange={(event) => go(Number(event.target.value))}
        />
        {reel.startsMs.length <= MOST_BORDERS &&
          reel.startsMs.slice(1).map((startMs) => (
            <Box
              key={startMs}
              position="absolute"
              bottom="0"
              left={`${(100 * startMs) / reel.lengthMs}%`}
              w="1px"
              h="1.5"
              bg="border.emphasized"
              aria-hidden
            />
          ))}
      </Box>
      <Flex gap="2" align="center" wrap="wrap" mt="1">
        <ButtonGroup size="xs" attached variant="outline" colorPalette="gray">
          {steps.map((seconds) => (
            <Button
              key={seconds}
              fontVariantNumeric="tabular-nums"
              aria-label={t(seconds < 0 ? "back" : "forward", { seconds: Math.abs(seconds) })}
              onClick={() => go(place + seconds * SECOND_MS)}
            >
              {t("step", { seconds })}
            </Button>
          ))}
        </ButtonGroup>
        <Text fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums">
          {when}
        </Text>
        <Spinner size="xs" visibility={loading ? "visible" : "hidden"} />
        <Text fontSize="xs" color="fg.subtle" truncate flex="1" minW="24" textAlign="end" title={recording?.path}>
          {recording &&
            t("file", {
              name: recording.file_name,
              at: clockLength(moment.atMs),
              length: clockLength(recording.duration_ms),
            })}
        </Text>
      </Flex>
    </Box>
  );
}
