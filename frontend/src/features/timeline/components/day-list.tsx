"use client";

import { Box, Button, chakra, Flex, Text } from "@chakra-ui/react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { Panel } from "@/components/panel";
import type { CameraDay } from "@/lib/api/types";
import { useRem } from "@/lib/theme/use-rem";
import { useTimes } from "@/lib/time/use-times";

import type { Found } from "../hooks/at-point";
import { useDescribe } from "./use-describe";

type Item = { key: string; atMs: number; found: Found };
type Part = "all" | "events" | "noCode" | "footage";
const PARTS: readonly Part[] = ["all", "events", "noCode", "footage"];

type Props = { day: CameraDay; chosenKey: string | null; onPick: (day: CameraDay, atMs: number, found: Found) => void };

/** The row of one camera as a list: for those who cannot see or point, and for reading the causes. */
export const DayList = memo(function DayList({ day, chosenKey, onPick }: Props) {
  const t = useTranslations("timeline");
  const [part, setPart] = useState<Part>("all");
  const items = useMemo(() => itemsOf(day), [day]);
  const parts = useMemo(() => new Map(PARTS.map((one) => [one, items.filter((item) => belongs(item.found, one))])), [items]);
  const shown = parts.get(part) ?? items;
  return (
    <Panel title={t("list.title", { camera: day.camera_name })}>
      <Flex role="group" aria-label={t("list.filter")} gap="1" px="3" py="2" borderBottomWidth="1px" wrap="wrap">
        {PARTS.map((one) => (
          <Button key={one} size="xs" variant={one === part ? "subtle" : "ghost"} colorPalette={one === part ? "brand" : "gray"} aria-pressed={one === part} onClick={() => setPart(one)}>
            {t(`list.${one}`)}
            <Text as="span" color="fg.muted" fontVariantNumeric="tabular-nums">
              {parts.get(one)?.length}
            </Text>
          </Button>
        ))}
      </Flex>
      {shown.length === 0 ? (
        <Text px="4" py="6" color="fg.muted" textAlign="center">
          {t("list.empty")}
        </Text>
      ) : (
        <Rows items={shown} day={day} chosenKey={chosenKey} onPick={onPick} />
      )}
      {day.more_events !== null && (
        <Text px="4" py="2" fontSize="xs" color="fg.muted" borderTopWidth="1px">
          {t("list.notAll")}
        </Text>
      )}
    </Panel>
  );
});

const LINE_REM = 2.5;

function Rows({ items, day, chosenKey, onPick }: { items: readonly Item[] } & Props) {
  const t = useTranslations("timeline");
  const times = useTimes();
  const describe = useDescribe();
  const scroller = useRef<HTMLDivElement>(null);
  const rem = useRem();
  // eslint-disable-next-line react-hooks/incompatible-library -- the list is not memoised, so it sees every change
  const rows = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => LINE_REM * rem, overscan: 8 });
  useEffect(() => rows.measure(), [rows, rem]);
  return (
    <Box ref={scroller} maxH="26rem" overflowY="auto" tabIndex={0} role="group" aria-label={t("list.title", { camera: day.camera_name })}>
      <Box role="list" position="relative" h={`${rows.getTotalSize()}px`}>
        {rows.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (!item) return null;
          return (
            <Box role="listitem" key={item.key} aria-setsize={items.length} aria-posinset={row.index + 1} position="absolute" top="0" left="0" right="0" h={`${LINE_REM}rem`} transform={`translateY(${row.start}px)`}>
              <chakra.button
                type="button"
                display="flex"
                alignItems="center"
                gap="3"
                w="full"
                h="full"
                px="4"
                textAlign="start"
                cursor="pointer"
                bg={item.key === chosenKey ? "brand.subtle" : undefined}
                _hover={{ bg: "bg.muted" }}
                _focusVisible={{ outlineOffset: "-2px" }}
                onClick={() => onPick(day, item.atMs, item.found)}
              >
                <Text as="span" fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums" flexShrink={0}>
                  {times.clock(item.atMs, day.timezone)}
                </Text>
                <Box w="2" h="2" rounded="full" flexShrink={0} bg={dotOf(item.found)} />
                <Text as="span" fontSize="sm" truncate title={describe.found(item.found, day)}>
                  {describe.found(item.found, day)}
                </Text>
              </chakra.button>
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}

function itemsOf(day: CameraDay): Item[] {
  const items: Item[] = [
    ...day.recordings.map((item): Item => ({ key: `file ${item.id}`, atMs: Math.max(item.from_ms, day.from_ms), found: { kind: "recording", item } })),
    ...day.gaps.map((item): Item => ({ key: `gap ${item.from_ms}`, atMs: item.from_ms, found: { kind: "gap", item } })),
    ...day.events.map((item): Item => ({ key: item.id, atMs: item.start_ms, found: { kind: "event", item } })),
    ...day.unread.map((item): Item => ({ key: `unread ${item.best_ms}`, atMs: item.best_ms, found: { kind: "unread", item } })),
  ];
  return items.sort((a, b) => a.atMs - b.atMs);
}

function belongs(found: Found, part: Part): boolean {
  if (part === "all") return true;
  if (part === "footage") return found.kind === "recording" || found.kind === "gap";
  if (part === "noCode") return found.kind === "unread" || (found.kind === "event" && found.item.codes.length === 0);
  return found.kind === "event";
}

function dotOf(found: Found): string {
  if (found.kind === "event") return found.item.codes.length > 0 ? "brand.solid" : "mark.solid";
  if (found.kind === "unread") return "red.solid";
  if (found.kind === "gap") return found.item.cause === "outside_hours" ? "border.emphasized" : "red.fg";
  return found.kind === "recording" && found.item.status === "failed" ? "red.solid" : "fg.subtle";
}
