"use client";

import { Box, Button, Flex, NativeSelect, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { RunIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import type { RegionTrial } from "@/lib/api/types";
import { useCautionText } from "@/lib/i18n/use-caution-text";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { useRegionJob } from "../hooks/use-region-job";
import { instantOf, type Moment, type Reel } from "./footage";
import { asRegions, type Shapes, type Size } from "./shapes";
import { TrialTimeline } from "./trial-timeline";

type Props = {
  cameraId: number;
  zone: string;
  shapes: Shapes;
  frame: Size;
  reel: Reel;
  moment: Moment;
  onMoment: (moment: Moment) => void;
};

const STRETCH_MS = 300_000;

type Where = "busiest" | "shown";

/** Analyses five minutes with the regions as they are drawn, before anything is saved, and shows what would be found. */
export function TrialPanel({ cameraId, zone, shapes, frame, reel, moment, onMoment }: Props) {
  const t = useTranslations("regions.trial");
  const text = useErrorText();
  const { job, running, error, progress, start, cancel } = useRegionJob(cameraId, "region-trial");
  const [where, setWhere] = useState<Where>("busiest");
  const [tried, setTried] = useState<string | null>(null);
  const regions = asRegions(shapes, frame);
  const trial = job?.trial ?? null;

  function run() {
    const instant = instantOf(reel, moment);
    const from = where === "shown" && instant !== null ? { from_ms: Math.max(0, instant - STRETCH_MS / 2) } : {};
    setTried(JSON.stringify(regions));
    start({ regions, ...from }, (done) => {
      // Where the first order begins, so that there is something to see.
      const at = done.trial && momentIn(done.trial, reel, done.trial.events[0]?.start_ms ?? done.trial.from_ms);
      if (at) onMoment(at);
    });
  }

  return (
    <Stack gap="3">
      <Flex gap="2" align="center" wrap="wrap">
        <Box flex="1" minW="14rem">
          <Text fontWeight="semibold">{t("title")}</Text>
          <Text fontSize="xs" color="fg.muted">
            {t("text")}
          </Text>
        </Box>
        <NativeSelect.Root size="sm" w="auto" disabled={running}>
          <NativeSelect.Field aria-label={t("where")} value={where} onChange={(event) => setWhere(event.target.value as Where)}>
            <option value="busiest">{t("busiest")}</option>
            <option value="shown">{t("shown")}</option>
          </NativeSelect.Field>
          <NativeSelect.Indicator />
        </NativeSelect.Root>
        {running ? (
          <Button size="sm" variant="outline" colorPalette="gray" onClick={cancel}>
            {t("cancel")}
          </Button>
        ) : (
          <Button size="sm" onClick={run}>
            <RunIcon /> {t("run")}
          </Button>
        )}
      </Flex>
      {running && (
        <Box role="status">
          <Text fontSize="xs" color="fg.muted" mb="1">
            {t("running")}
          </Text>
          <ProgressBar value={progress} label={t("running")} />
        </Box>
      )}
      {error ? <Notice>{text(error)}</Notice> : null}
      {trial && !running && (
        <>
          {tried !== JSON.stringify(regions) && <Notice tone="info">{t("stale")}</Notice>}
          <Summary trial={trial} zone={zone} />
          <TrialTimeline trial={trial} zone={zone} reel={reel} moment={moment} onMoment={onMoment} />
          <EventList trial={trial} zone={zone} reel={reel} onMoment={onMoment} />
        </>
      )}
    </Stack>
  );
}

function Summary({ trial, zone }: { trial: RegionTrial; zone: string }) {
  const t = useTranslations("regions.trial");
  const times = useTimes();
  const cautionText = useCautionText();
  const read = trial.events.filter((event) => event.codes.length > 0).length;
  return (
    <Stack gap="1">
      <Text role="status">
        {t("result", { events: trial.events.length, read })}
        {trial.saved_events !== null && ` ${t("before", { events: trial.saved_events.length, read: trial.saved_events.filter((event) => event.codes.length > 0).length })}`}
      </Text>
      <Text fontSize="xs" color="fg.muted">
        {t("stretch", {
          from: times.dayAndTime(trial.from_ms, zone),
          to: times.clock(trial.to_ms, zone),
          zone: zoneLabel(trial.from_ms, zone),
        })}
      </Text>
      {[...new Set(trial.warnings.map(cautionText))].map((warning) => (
        <Notice key={warning}>{warning}</Notice>
      ))}
    </Stack>
  );
}

type ListProps = { trial: RegionTrial; zone: string; reel: Reel; onMoment: (moment: Moment) => void };

function EventList({ trial, zone, reel, onMoment }: ListProps) {
  const t = useTranslations("regions.trial");
  const times = useTimes();
  if (trial.events.length === 0) return <Text color="fg.muted">{t("noEvents")}</Text>;
  return (
    <Stack as="ol" gap="1" aria-label={t("events")} listStyleType="none">
      {trial.events.map((event) => (
        <Flex as="li" key={event.start_ms} gap="2" align="center" wrap="wrap" fontSize="xs">
          <Button
            size="2xs"
            variant="outline"
            colorPalette="gray"
            fontVariantNumeric="tabular-nums"
            onClick={() => {
              const at = momentIn(trial, reel, event.start_ms);
              if (at) onMoment(at);
            }}
          >
            {times.clock(event.start_ms, zone)}
          </Button>
          <Text color="fg.muted" fontVariantNumeric="tabular-nums">
            {clockLength(event.end_ms - event.start_ms)}
          </Text>
          <Text fontFamily="mono" overflowWrap="anywhere" color={event.codes.length > 0 ? "fg" : "mark.fg"}>
            {event.codes.length > 0 ? event.codes.join(", ") : t("noCode")}
          </Text>
        </Flex>
      ))}
    </Stack>
  );
}

/** The moment on the reel that shows an instant of the trial. */
export function momentIn(trial: RegionTrial, reel: Reel, instantMs: number): Moment | null {
  const piece = trial.pieces.find((one) => one.from_ms <= instantMs && instantMs <= one.to_ms);
  const recording = reel.recordings.find((one) => one.id === piece?.recording_id);
  return recording ? { recordingId: recording.id, atMs: Math.max(0, instantMs - recording.start_ms) } : null;
}
