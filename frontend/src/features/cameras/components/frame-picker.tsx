"use client";

import { chakra, Flex, NativeSelect, Spinner, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { Recording } from "@/lib/api/types";
import { clockLength } from "@/lib/time/format";

type Moment = { recordingId: number; atMs: number };
type Props = {
  recordings: readonly Recording[];
  moment: Moment;
  loading: boolean;
  onPick: (moment: Moment) => void;
};

/** Which recording, and which moment of it, the regions are drawn on. */
export function FramePicker({ recordings, moment, loading, onPick }: Props) {
  const t = useTranslations("cameras");
  const recording = recordings.find((one) => one.id === moment.recordingId);
  const last = Math.max(0, (recording?.duration_ms ?? 0) - 500);
  return (
    <Flex gap="3" align="center" wrap="wrap">
      <NativeSelect.Root size="sm" w={{ base: "full", md: "64" }}>
        <NativeSelect.Field
          aria-label={t("recording")}
          value={moment.recordingId}
          onChange={(event) => onPick({ recordingId: Number(event.target.value), atMs: 0 })}
        >
          {recordings.map((one) => (
            <option key={one.id} value={one.id}>
              {one.file_name}
            </option>
          ))}
        </NativeSelect.Field>
        <NativeSelect.Indicator />
      </NativeSelect.Root>
      <chakra.input
        type="range"
        flex="1"
        minW="40"
        accentColor="brand.solid"
        aria-label={t("moment")}
        aria-valuetext={clockLength(moment.atMs)}
        min={0}
        max={last}
        step={500}
        value={Math.min(moment.atMs, last)}
        onChange={(event) => onPick({ ...moment, atMs: Number(event.target.value) })}
      />
      <Text fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums" w="24" textAlign="end">
        {clockLength(moment.atMs)} / {clockLength(recording?.duration_ms ?? 0)}
      </Text>
      <Spinner size="xs" visibility={loading ? "visible" : "hidden"} />
    </Flex>
  );
}
