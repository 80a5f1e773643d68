"use client";

import { Box } from "@chakra-ui/react";
import { useLayoutEffect, useRef, useState } from "react";

import type { CameraDay } from "@/lib/api/types";

import type { Window } from "../hooks/window";
import { CameraRow, LABEL_WIDTH, type RowActions } from "./camera-row";
import { Ruler } from "./ruler";

type Props = {
  cameras: readonly CameraDay[];
  shown: Window;
  /** The playhead as ms from the day's beginning; null: nothing is shown. */
  head: number | null;
  cameraId: number | null;
  atMs: number | null;
  actions: RowActions;
};

/** All cameras under one ruler for each zone. */
export function TimelineRows({ cameras, shown, head, cameraId, atMs, actions }: Props) {
  const track = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = track.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  const share = head === null ? -1 : (head - shown.from) / (shown.to - shown.from);
  return (
    <Box position="relative">
      <Box ref={track} position="absolute" top="0" bottom="0" right="0" left={LABEL_WIDTH} pointerEvents="none" zIndex="1">
        {share >= 0 && share <= 1 && <Box position="absolute" top="0" bottom="0" w="2px" ml="-1px" bg="fg" style={{ left: `${share * 100}%` }} data-playhead />}
      </Box>
      {byZone(cameras).map(([first, ...rest]) => (
        <Box key={`${first.timezone} ${first.from_ms}`} mb="1">
          <Ruler fromMs={first.from_ms} zone={first.timezone} shown={shown} width={width} onPan={actions.onPan} />
          {[first, ...rest].map((day) => (
            <CameraRow
              key={day.camera_id}
              day={day}
              shown={shown}
              width={width}
              atMs={day.camera_id === cameraId ? atMs : null}
              chosen={day.camera_id === cameraId}
              actions={actions}
            />
          ))}
        </Box>
      ))}
    </Box>
  );
}

/** Cameras of one zone share a ruler; the order of the first of each is kept. */
function byZone(cameras: readonly CameraDay[]): [CameraDay, ...CameraDay[]][] {
  const groups = new Map<string, [CameraDay, ...CameraDay[]]>();
  for (const day of cameras) {
    const group = groups.get(day.timezone);
    if (group) group.push(day);
    else groups.set(day.timezone, [day]);
  }
  return [...groups.values()];
}
