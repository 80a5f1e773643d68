"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

import { paths } from "@/config/paths";

import { NARROWEST_MS, type Window } from "./window";

/** In the address as it is in the code. */
const WHOLE = "whole";

export type TimelineParams = {
  /** `2026-01-31`; null: the newest day with footage. */
  day: string | null;
  cameraId: number | null;
  /** The instant that is shown, UTC epoch ms. */
  atMs: number | null;
  eventId: string | null;
  /** null: nobody chose, the stretch of the day that matters. */
  window: Window | typeof WHOLE | null;
};

/** What is looked at, kept in the address so that it can be sent, bookmarked and gone back to. */
export function useTimelineParams(): [TimelineParams, (change: Partial<TimelineParams>, how?: "push" | "replace") => void] {
  const key = useSearchParams().toString();
  const params = useMemo(() => readParams(new URLSearchParams(key)), [key]);
  const change = useCallback((wish: Partial<TimelineParams>, how: "push" | "replace" = "replace") => {
    const search = new URLSearchParams(window.location.search);
    if (wish.day !== undefined) set(search, "day", wish.day);
    if (wish.cameraId !== undefined) set(search, "cam", wish.cameraId);
    if (wish.atMs !== undefined) set(search, "at", wish.atMs === null ? null : Math.round(wish.atMs));
    if (wish.eventId !== undefined) set(search, "event", wish.eventId);
    if (wish.window !== undefined) set(search, "show", windowText(wish.window));
    const text = search.toString();
    const address = text ? `${paths.timeline}?${text}` : paths.timeline;
    if (how === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }, []);
  return [params, change];
}

function readParams(search: URLSearchParams): TimelineParams {
  const day = search.get("day");
  const at = Number(search.get("at"));
  const camera = Number(search.get("cam"));
  const show = search.get("show") ?? "";
  const shown = /^(\d{1,6})-(\d{1,6})$/.exec(show);
  const window = shown ? { from: Number(shown[1]) * 1000, to: Number(shown[2]) * 1000 } : null;
  return {
    day: day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : null,
    cameraId: Number.isInteger(camera) && camera > 0 ? camera : null,
    atMs: Number.isInteger(at) && at > 0 ? at : null,
    eventId: search.get("event"),
    window: show === WHOLE ? WHOLE : window && window.to - window.from >= NARROWEST_MS ? window : null,
  };
}

function windowText(window: TimelineParams["window"]): string | null {
  if (window === null || window === WHOLE) return window;
  return `${Math.round(window.from / 1000)}-${Math.round(window.to / 1000)}`;
}

function set(search: URLSearchParams, key: string, value: string | number | null): void {
  if (value === null || value === "") search.delete(key);
  else search.set(key, String(value));
}
