"use client";

import { Box, Grid, Skeleton, Text } from "@chakra-ui/react";
import { useFormatter, useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import type { LiveMinute } from "@/lib/api/types";
import { useCameraZone } from "@/lib/cameras/cameras";
import { useTimes } from "@/lib/time/use-times";

import { useLiveHistory } from "../api/get-live";
import { linesOf } from "../hooks/lines";

const HOUR_MS = 3_600_000;
const WIDTH = 300;
const HEIGHT = 80;

const curves = [
  { key: "fps", of: (minute: LiveMinute) => minute.fps, digits: 1 },
  { key: "bitrate", of: (minute: LiveMinute) => minute.bitrate_bps / 1_000_000, digits: 2 },
  { key: "jitter", of: (minute: LiveMinute) => minute.jitter_ms, digits: 0 },
  { key: "keyframe", of: (minute: LiveMinute) => (minute.keyframe_ms === null ? null : minute.keyframe_ms / 1000), digits: 1 },
] as const;

/** What was measured of a stream over the last hours: four lines, with holes where nothing came. */
export function HistoryCharts({ cameraId, hours }: { cameraId: number; hours: number }) {
  const t = useTranslations("live.charts");
  const format = useFormatter();
  const times = useTimes();
  const zone = useCameraZone()(cameraId);
  const history = useLiveHistory(cameraId, hours);
  if (history.error && !history.data) return <ErrorPanel error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <Skeleton m="4" h="40" />;
  const { items } = history.data;
  const last = items.at(-1);
  if (!last) {
    return (
      <Text px="4" py="6" color="fg.muted" textAlign="center">
        {t("none")}
      </Text>
    );
  }
  const to = last.minute_ms;
  const from = to - hours * HOUR_MS;
  return (
    <Box p="4">
      <Grid templateColumns="repeat(auto-fill, minmax(min(100%, 16rem), 1fr))" gap="4">
        {curves.map(({ key, of, digits }) => {
          const points = items.flatMap((minute) => {
            const value = of(minute);
            return value === null || minute.minute_ms < from ? [] : [{ at: minute.minute_ms, value }];
          });
          const values = points.map((point) => point.value);
          const shown = (value: number) => format.number(value, { maximumFractionDigits: digits });
          const [least, most, now] = [shown(Math.min(...values)), shown(Math.max(...values)), shown(values.at(-1) ?? 0)];
          return (
            <Box key={key}>
              <Text fontSize="sm" fontWeight="medium">
                {t(key)}{" "}
                <Text as="span" color="fg.muted" fontWeight="normal" fontVariantNumeric="tabular-nums">
                  {points.length > 0 && (least === most ? now : `${now} (${t("range", { least, most })})`)}
                </Text>
              </Text>
              <Box asChild w="full" h="auto" display="block" bg="bg.muted" rounded="md" mt="1">
                <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={points.length > 0 ? t("summary", { what: t(key), hours, least, most, last: now }) : t("none")}>
                  {linesOf(points, { from, to, width: WIDTH, height: HEIGHT }).map((line) => (
                    <polyline key={line} points={line} fill="none" stroke="var(--chakra-colors-brand-solid)" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
                  ))}
                </svg>
              </Box>
            </Box>
          );
        })}
      </Grid>
      <Text mt="2" fontSize="xs" color="fg.muted" display="flex" justifyContent="space-between">
        <span>{times.dayAndTime(from, zone)}</span>
        <span>{times.clock(to, zone)}</span>
      </Text>
    </Box>
  );
}
