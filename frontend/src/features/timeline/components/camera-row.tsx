"use client";

import { Box, Flex, Text } from "@chakra-ui/react";
import { memo, useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslations } from "use-intl";

import type { CameraDay } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";

import { foundAt, nextEvent, type Found } from "../hooks/at-point";
import type { Window } from "../hooks/window";
import { useDescribe } from "./use-describe";
import { ROW_REM } from "./draw-row";
import { RowCanvas } from "./row-canvas";
import { useRowGestures } from "./use-row-gestures";

export const LABEL_WIDTH = { base: "0rem", md: "8rem" };
const REACH_PX = 4;

export type RowActions = {
  /** While dragged, and by keys: the playhead goes there without playing. */
  onScrub: (day: CameraDay, atMs: number) => void;
  onPick: (day: CameraDay, atMs: number, found: Found) => void;
  onZoom: (factor: number, offset: number) => void;
  onPan: (by: number) => void;
};

type Props = { day: CameraDay; shown: Window; width: number; atMs: number | null; chosen: boolean; actions: RowActions };

/** One camera's day: a slider over time. */
export const CameraRow = memo(function CameraRow({ day, shown, width, atMs, chosen, actions }: Props) {
  const t = useTranslations("timeline");
  const times = useTimes();
  const describe = useDescribe();
  const row = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number | null>(null);
  const perPx = (shown.to - shown.from) / Math.max(1, width);
  const timeAt = (x: number) => Math.min(day.to_ms - 1, Math.max(day.from_ms, day.from_ms + shown.from + x * perPx));
  const reach = REACH_PX * perPx;
  const now = atMs !== null && atMs >= day.from_ms && atMs < day.to_ms ? atMs : day.from_ms + shown.from;

  const gestures = useRowGestures({
    onHover: setHover,
    onScrub: (x) => actions.onScrub(day, timeAt(x)),
    onRelease: (x, dragged) => {
      const at = timeAt(x);
      actions.onPick(day, at, dragged ? foundAt(day, at) : foundAt(day, at, reach));
    },
    onPinch: (factor, x) => actions.onZoom(factor, shown.from + x * perPx),
  });

  // React listens to wheels passively, but zooming must keep the page from scrolling.
  const wheel = useRef<(event: WheelEvent) => void>(() => {});
  useEffect(() => {
    wheel.current = (event) => {
      const left = row.current?.getBoundingClientRect().left ?? 0;
      if (event.ctrlKey || event.metaKey) actions.onZoom(Math.exp(event.deltaY / 300), shown.from + (event.clientX - left) * perPx);
      else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) actions.onPan((event.deltaX || event.deltaY) * perPx);
      else return;
      event.preventDefault();
    };
  });
  useEffect(() => {
    const element = row.current;
    const onWheel = (event: WheelEvent) => wheel.current(event);
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, []);

  function onKey(event: KeyboardEvent) {
    const step = perPx * (event.shiftKey ? 100 : 10);
    const go = (to: number) => actions.onScrub(day, Math.min(day.to_ms - 1, Math.max(day.from_ms, to)));
    const jump = (direction: 1 | -1) => {
      const next = nextEvent(day.events, now, direction);
      if (next) actions.onPick(day, next.start_ms, { kind: "event", item: next });
    };
    const keys: Record<string, () => void> = {
      ArrowLeft: () => go(now - step),
      ArrowRight: () => go(now + step),
      PageUp: () => go(now - (shown.to - shown.from) / 2),
      PageDown: () => go(now + (shown.to - shown.from) / 2),
      Home: () => go(day.from_ms),
      End: () => go(day.to_ms - 1),
      Enter: () => actions.onPick(day, now, foundAt(day, now, reach)),
      n: () => jump(1),
      p: () => jump(-1),
      "+": () => actions.onZoom(0.5, now - day.from_ms),
      "-": () => actions.onZoom(2, now - day.from_ms),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  const pointed = hover === null ? null : timeAt(hover);
  return (
    <Flex align="stretch" direction={{ base: "column", md: "row" }} borderTopWidth="1px" bg={chosen ? "brand.subtle" : undefined}>
      <Flex w={{ base: "full", md: LABEL_WIDTH.md }} flexShrink={0} px="3" align="center" minH={{ base: "6", md: "0" }}>
        <Text fontSize="sm" fontWeight="medium" lineHeight="1.2" lineClamp={{ base: 1, md: 2 }} overflowWrap="anywhere" title={day.camera_name}>
          {day.camera_name}
        </Text>
      </Flex>
      <Box
        ref={row}
        role="slider"
        tabIndex={0}
        aria-label={t("row", { camera: day.camera_name })}
        aria-valuemin={0}
        aria-valuemax={Math.round((day.to_ms - day.from_ms) / 1000)}
        aria-valuenow={Math.round((now - day.from_ms) / 1000)}
        aria-valuetext={`${times.clock(now, day.timezone)}: ${describe.found(foundAt(day, now, reach), day)}`}
        position="relative"
        flex="1"
        minW="0"
        h={`${ROW_REM}rem`}
        cursor="crosshair"
        touchAction="pan-y"
        userSelect="none"
        onKeyDown={onKey}
        {...gestures}
      >
        <RowCanvas day={day} shown={shown} width={width} />
        {hover !== null && pointed !== null && (
          <Tip x={hover} width={width} time={times.clock(pointed, day.timezone)} text={describe.found(foundAt(day, pointed, reach), day)} />
        )}
      </Box>
    </Flex>
  );
});

type TipProps = { x: number; width: number; time: string; text: string };

function Tip({ x, width, time, text }: TipProps) {
  return (
    <>
      <Box position="absolute" top="0" bottom="0" w="1px" bg="fg.subtle" style={{ left: x }} pointerEvents="none" />
      <Box
        position="absolute"
        top="full"
        zIndex="tooltip"
        maxW="min(22rem, 80vw)"
        px="2"
        py="1"
        rounded="md"
        shadow="md"
        bg="fg"
        color="bg"
        fontSize="xs"
        pointerEvents="none"
        {...(x > width / 2 ? { right: `${width - x}px` } : { left: `${x}px` })}
      >
        <Text as="span" fontWeight="semibold" fontVariantNumeric="tabular-nums">
          {time}
        </Text>{" "}
        {text}
      </Box>
    </>
  );
}
