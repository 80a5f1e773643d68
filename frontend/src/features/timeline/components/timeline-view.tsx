"use client";

import { Box, Button, Grid, Skeleton, Stack } from "@chakra-ui/react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { ToProgram } from "@/components/feedback/to-program";
import { ClockIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { Panel } from "@/components/panel";
import type { CameraDay, FootageDays, TimelineDay } from "@/lib/api/types";
import { useRefreshOn } from "@/lib/live/use-refresh-on";
import { useTimes } from "@/lib/time/use-times";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { DAY_MS, toWallClock } from "@/lib/time/zone";

import { useDay } from "../api/get-day";
import { useMonth } from "../api/get-month";
import { timelineKeys } from "../api/keys";
import { useTimelineParams, type TimelineParams } from "../hooks/use-timeline-params";
import { firstShown, stretchOf } from "../hooks/stretch";
import { clamped, zoomed } from "../hooks/window";
import { DayBoard } from "./day-board";
import { TimelineToolbar } from "./timeline-toolbar";

/** What the cameras recorded on a day, what was seen, and why there is nothing where there is nothing. */
export function TimelineView() {
  const t = useTranslations("timeline");
  const [params, change] = useTimelineParams();
  const [openedMs] = useState(Date.now);
  const today = toWallClock(openedMs, useSiteZone()).slice(0, 10);
  const footage = useMonth((params.day ?? today).slice(0, 7));
  const known = footage.data !== undefined || footage.isError;
  const day = params.day ?? (known ? (footage.data?.last_day ?? today) : null);
  const answer = useDay(day);
  // Footage that arrives late fills its gap by itself.
  useRefreshOn(["recording", "event", "live"], timelineKeys.all, 5_000);

  const cameras = answer.data?.day === day ? answer.data : undefined;
  const length = lengthOf(cameras?.cameras ?? []);
  const stretch = useMemo(() => stretchOf(cameras?.cameras ?? [], length), [cameras, length]);
  // The address that the page was opened with may lead outside of it; what is chosen later moves the window itself.
  const [openedAtMs] = useState(params.atMs);
  const first = firstShown(stretch, cameras ? headOf(cameras.cameras, params.cameraId, openedAtMs) : null, length);
  const shown = clamped(params.window === "whole" ? { from: 0, to: length } : (params.window ?? first), length);
  const whole = shown.to - shown.from >= length;
  const goTo = (next: string) => change({ day: next, atMs: null, eventId: null, window: null }, "push");
  // A moment or a part of a day belongs to that day, also once there is a newer one.
  const choose = (wish: Partial<TimelineParams>) => change({ day, ...wish });

  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        day !== null && (
          <TimelineToolbar
            day={day}
            lastDay={footage.data?.last_day ?? null}
            whole={whole}
            partly={stretch.to - stretch.from < length}
            onDay={goTo}
            onZoom={(factor) => {
              const middle = (shown.from + shown.to) / 2;
              const head = cameras ? headOf(cameras.cameras, params.cameraId, params.atMs) : null;
              const next = zoomed(shown, factor, head !== null && head >= shown.from && head <= shown.to ? head : middle, length);
              choose({ window: next.to - next.from >= length ? "whole" : next });
            }}
            onWhole={() => choose({ window: !whole ? "whole" : first === stretch ? null : stretch })}
          />
        )
      }
    >
      {answer.error && !cameras ? (
        <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
      ) : !cameras || day === null ? (
        <Panel>
          <Stack p="4" gap="3">
            {[0, 1, 2, 3].map((row) => (
              <Skeleton key={row} h="11" />
            ))}
          </Stack>
        </Panel>
      ) : (
        <>
          <Empty answer={cameras} footage={footage.data} onDay={goTo} />
          {hasFootage(cameras) && <DayBoard key={day} cameras={cameras.cameras} length={length} shown={shown} params={params} change={choose} />}
        </>
      )}
    </Page>
  );
}

type EmptyProps = { answer: TimelineDay; footage: FootageDays | undefined; onDay: (day: string) => void };

/** Says so where a day has no footage, and leads to the nearest days that do. */
function Empty({ answer, footage, onDay }: EmptyProps) {
  const t = useTranslations("timeline");
  const times = useTimes();
  if (hasFootage(answer)) return null;
  if (answer.cameras.length === 0 || !footage?.last_day) {
    return (
      <Panel mb="4">
        <StatePanel icon={<ClockIcon />} title={t("noFootage")} actions={<ToProgram />}>
          {t("noFootageHint")}
        </StatePanel>
      </Panel>
    );
  }
  const days = [footage.first_day, ...footage.days.map((one) => one.day), footage.last_day].filter((one) => one !== null);
  const before = days.filter((one) => one < answer.day).sort().at(-1);
  const after = days.filter((one) => one > answer.day).sort().at(0);
  return (
    <Panel mb="4">
      <StatePanel
        icon={<ClockIcon />}
        title={t("emptyDay")}
        actions={
          <Grid autoFlow="column" gap="2">
            {before && (
              <Button size="sm" variant="outline" onClick={() => onDay(before)}>
                {t("goBackTo", { day: times.namedDay(before) })}
              </Button>
            )}
            {after && (
              <Button size="sm" variant="outline" onClick={() => onDay(after)}>
                {t("goOnTo", { day: times.namedDay(after) })}
              </Button>
            )}
          </Grid>
        }
      >
        <Box>{t("emptyDayHint")}</Box>
      </StatePanel>
    </Panel>
  );
}

function hasFootage(answer: TimelineDay): boolean {
  return answer.cameras.some((camera) => camera.recordings.length > 0);
}

/** The longest of the cameras' days: where the clocks change, they have 23 or 25 hours. */
function lengthOf(cameras: readonly CameraDay[]): number {
  return Math.max(0, ...cameras.map((camera) => camera.to_ms - camera.from_ms)) || DAY_MS;
}

function headOf(cameras: readonly CameraDay[], cameraId: number | null, atMs: number | null): number | null {
  const camera = cameras.find((one) => one.camera_id === cameraId);
  return camera && atMs !== null ? atMs - camera.from_ms : null;
}
