"use client";

import { Box, chakra, Text } from "@chakra-ui/react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import type { CameraDay } from "@/lib/api/types";
import { useRem } from "@/lib/theme/use-rem";
import { useTimes } from "@/lib/time/use-times";

import type { Found } from "../hooks/at-point";
import { lastBegun, type Entry } from "../hooks/entries";
import { lengthOf, useDescribe } from "./use-describe";

const LINE_REM = 2.75;
/** After somebody looked around in the list, it stays there for a while. */
const LEFT_ALONE_MS = 6_000;

type Props = {
  entries: readonly Entry[];
  day: CameraDay;
  /** The entry under the playhead. */
  chosenKey: string | null;
  /** When the last entry began that the playhead has reached: its row is kept in sight. */
  reachedMs: number | null;
  onPick: (day: CameraDay, atMs: number, found: Found) => void;
};

/** The rows of the list, those in sight only: a day has thousands. */
export function DayRows({ entries, day, chosenKey, reachedMs, onPick }: Props) {
  const t = useTranslations("timeline");
  const times = useTimes();
  const describe = useDescribe();
  const scroller = useRef<HTMLDivElement>(null);
  const touchedMs = useRef(-Infinity);
  const rem = useRem();
  // eslint-disable-next-line react-hooks/incompatible-library -- the list is not memoised, so it sees every change
  const rows = useVirtualizer({ count: entries.length, getScrollElement: () => scroller.current, estimateSize: () => LINE_REM * rem, overscan: 8 });
  useEffect(() => rows.measure(), [rows, rem]);

  const reached = reachedMs === null ? -1 : lastBegun(entries, reachedMs);
  useEffect(() => {
    const box = scroller.current;
    if (!box || reached < 0) return;
    // Nobody loses the row that is read or stood on by the keyboard.
    if (performance.now() - touchedMs.current < LEFT_ALONE_MS || box.querySelector(":focus-visible")) return;
    const line = LINE_REM * rem;
    const top = reached * line - box.scrollTop;
    if (top < 0 || top > box.clientHeight - 2 * line) rows.scrollToIndex(reached, { align: "center" });
  }, [rows, reached, rem]);
  const touched = () => {
    touchedMs.current = performance.now();
  };

  return (
    <Box
      ref={scroller}
      flex="1"
      minH="0"
      maxH={{ base: "26rem", lg: "none" }}
      overflowY="auto"
      tabIndex={0}
      role="group"
      aria-label={t("list.title", { camera: day.camera_name })}
      onWheel={touched}
      onTouchMove={touched}
      // The bar at the side; a press on a row is a choice and not looking around.
      onPointerDown={(event) => event.target === event.currentTarget && touched()}
    >
      <Box role="list" position="relative" h={`${rows.getTotalSize()}px`}>
        {rows.getVirtualItems().map((row) => {
          const entry = entries[row.index];
          if (!entry) return null;
          const whole = describe.found(entry.found, day);
          const current = entry.key === chosenKey;
          return (
            <Box role="listitem" key={entry.key} aria-setsize={entries.length} aria-posinset={row.index + 1} position="absolute" top="0" left="0" right="0" h={`${LINE_REM}rem`} transform={`translateY(${row.start}px)`}>
              <chakra.button
                type="button"
                display="flex"
                alignItems="center"
                gap="3"
                w="full"
                h="full"
                px="4"
                textAlign="start"
                lineHeight="short"
                cursor="pointer"
                bg={current ? "brand.subtle" : undefined}
                _hover={{ bg: "bg.muted" }}
                _focusVisible={{ outlineOffset: "-2px" }}
                aria-current={current ? "true" : undefined}
                title={whole}
                onClick={() => onPick(day, entry.atMs, entry.found)}
              >
                <Text as="span" fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums" flexShrink={0}>
                  {times.clock(entry.atMs, day.timezone)}
                </Text>
                <Box w="2" h="2" rounded="full" flexShrink={0} bg={dotOf(entry.found)} />
                <Text as="span" flex="1" minW="0" fontSize="sm" lineClamp={2} overflowWrap="anywhere">
                  {describe.brief(entry.found)}
                </Text>
                <Text as="span" fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums" flexShrink={0}>
                  {lengthOf(entry.found)}
                </Text>
              </chakra.button>
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}

function dotOf(found: Found): string {
  if (found.kind === "event") return found.item.codes.length > 0 ? "brand.solid" : "mark.solid";
  if (found.kind === "unread") return "red.solid";
  if (found.kind === "gap") return found.item.cause === "outside_hours" ? "border.emphasized" : "red.fg";
  return found.kind === "recording" && found.item.status === "failed" ? "red.solid" : "fg.subtle";
}
