"use client";

import { Box, Grid } from "@chakra-ui/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { Panel } from "@/components/panel";
import type { CameraDay } from "@/lib/api/types";

import { foundAt, type Found } from "../hooks/at-point";
import { entriesOf, keyOf, lastBegun } from "../hooks/entries";
import type { TimelineParams } from "../hooks/use-timeline-params";
import { clamped, panned, showing, zoomed, type Window } from "../hooks/window";
import type { RowActions } from "./camera-row";
import { DayList } from "./day-list";
import { EmptyPlayer } from "./empty-player";
import { Legend } from "./legend";
import { MomentPlayer } from "./moment-player";
import { PickedCard } from "./picked-card";
import { TimelineRows } from "./timeline-rows";

/** Browsers refuse more than some hundred changes of the address in half a minute. */
const ADDRESS_MS = 350;

type Props = {
  cameras: readonly CameraDay[];
  length: number;
  shown: Window;
  params: TimelineParams;
  change: (wish: Partial<TimelineParams>) => void;
};

/** The rows of a day with the player and the list of the chosen camera. */
export function DayBoard({ cameras, length, shown: asked, params, change }: Props) {
  const t = useTranslations("timeline");
  const [shown, setShown] = useWindow(asked, length, change);
  const [head, setHead] = useState<{ cameraId: number; atMs: number } | null>(() =>
    params.cameraId !== null && params.atMs !== null ? { cameraId: params.cameraId, atMs: params.atMs } : null,
  );
  const [playing, setPlaying] = useState(head && { ...head, turn: 0 });
  const chosen = cameras.find((one) => one.camera_id === (head?.cameraId ?? params.cameraId)) ?? busiest(cameras);
  const entries = useMemo(() => (chosen ? entriesOf(chosen) : []), [chosen]);
  const offset = head && chosen ? head.atMs - chosen.from_ms : null;
  const player = useRef<HTMLDivElement>(null);

  function scrub(day: CameraDay, atMs: number) {
    setHead({ cameraId: day.camera_id, atMs });
    setShown((window) => showing(window, atMs - day.from_ms, length));
  }

  function pick(day: CameraDay, atMs: number, found: Found) {
    const event = found.kind === "event" ? found.item : null;
    // An event is seen from its start, unread print from just before it is in sight.
    const from = event && (atMs < event.start_ms || atMs > event.end_ms) ? event.start_ms : atMs;
    const start = Math.round(found.kind === "unread" ? found.item.best_ms - 2_000 : from);
    scrub(day, start);
    change({ cameraId: day.camera_id, atMs: start, eventId: event?.id ?? null });
    intoSight(player.current);
    if (found.kind === "gap" || found.kind === "nothing") setPlaying(null);
    else setPlaying((before) => ({ cameraId: day.camera_id, atMs: start, turn: (before?.turn ?? 0) + 1 }));
  }

  const act: RowActions = {
    onScrub: scrub,
    onPick: pick,
    onZoom: (factor, at) => setShown((window) => zoomed(window, factor, at, length)),
    onPan: (by) => setShown((window) => panned(window, by, length)),
  };
  const actions = useStable(act);

  const reached = head ? entries[lastBegun(entries, head.atMs)] : undefined;
  const found: Found = chosen && head ? foundAt(chosen, head.atMs) : { kind: "nothing" };
  return (
    <>
      <Panel mb="4" overflow="visible" aria-label={t("rows")}>
        <TimelineRows cameras={cameras} shown={shown} head={offset} cameraId={chosen?.camera_id ?? null} atMs={head?.atMs ?? null} actions={actions} />
        <Legend />
      </Panel>
      {chosen && (
        <Grid templateColumns={{ base: "minmax(0, 1fr)", lg: "minmax(0, 3fr) minmax(0, 2fr)" }} gap="4" alignItems="start">
          <Panel ref={player} overflow="hidden" scrollMarginY={{ base: "20", md: "4" }} aria-label={t("player.title")} bg={playing || head ? undefined : "bg.subtle"}>
            {playing ? (
              <MomentPlayer
                place={playing}
                turn={playing.turn}
                label={t("player.video", { camera: chosen.camera_name })}
                onTime={(atMs) => setHead({ cameraId: playing.cameraId, atMs })}
              />
            ) : (
              <EmptyPlayer day={chosen} atMs={head?.atMs ?? null} onPlay={(stop) => pick(chosen, stop.atMs, stop.found)} />
            )}
            {head ? <PickedCard day={chosen} atMs={head.atMs} found={found} /> : <Box minH="16" />}
          </Panel>
          <Box position="relative" minH={{ lg: "30rem" }} alignSelf="stretch">
            <DayList day={chosen} entries={entries} chosenKey={keyOf(found)} reachedMs={reached?.atMs ?? null} onPick={actions.onPick} />
          </Box>
        </Grid>
      )}
    </>
  );
}

/** Below the rows of many cameras the player is out of sight: who chose a moment is led to it, and nobody who sees most of it. */
function intoSight(element: HTMLElement | null): void {
  if (!element) return;
  const { top, bottom, height } = element.getBoundingClientRect();
  if (Math.min(bottom, window.innerHeight) - Math.max(top, 0) > height / 2) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "nearest", behavior: calm ? "instant" : "smooth" });
}

/** Whose day is told before one is chosen: the first that packed, or recorded at least. */
function busiest(cameras: readonly CameraDay[]): CameraDay | undefined {
  return cameras.find((one) => one.events.length > 0) ?? cameras.find((one) => one.recordings.length > 0) ?? cameras[0];
}

/** The window moves at once; the address follows when it rests. */
function useWindow(asked: Window, length: number, change: Props["change"]) {
  const [held, setHeld] = useState({ asked, window: asked });
  // Buttons and going back change the address first.
  if (held.asked.from !== asked.from || held.asked.to !== asked.to) setHeld({ asked, window: asked });
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  function set(next: (window: Window) => Window) {
    setHeld((before) => {
      const window = clamped(next(before.window), length);
      if (window.from === before.window.from && window.to === before.window.to) return before;
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(() => change({ window: window.to - window.from >= length ? "whole" : window }), ADDRESS_MS);
      return { ...before, window };
    });
  }
  return [held.window, set] as const;
}

/** The same object for the life of the component, calling what is current: rows are drawn again only when they change. */
function useStable(latest: RowActions): RowActions {
  const current = useRef(latest);
  useEffect(() => {
    current.current = latest;
  });
  return useMemo(
    () => ({
      onScrub: (...all) => current.current.onScrub(...all),
      onPick: (...all) => current.current.onPick(...all),
      onZoom: (...all) => current.current.onZoom(...all),
      onPan: (...all) => current.current.onPan(...all),
    }),
    [],
  );
}
