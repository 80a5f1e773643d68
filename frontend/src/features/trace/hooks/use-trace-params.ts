"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";

import { paths } from "@/config/paths";
import { isWallClock } from "@/lib/time/zone";

import { quickDays, type Range } from "./range";

/** Longer texts stay out of the address: browsers and mail programs cut long links. */
const MAX_TEXT_IN_ADDRESS = 1_500;

export type TraceParams = {
  text: string;
  range: Range;
  cameraIds: readonly number[];
  eventId: string | null;
};

/** Everything that makes up a search, kept in the address so that it can be sent, bookmarked and gone back to. */
export function useTraceParams(): [TraceParams, (change: Partial<TraceParams>, how?: "push" | "replace") => void] {
  const search = useSearchParams();
  const [longText, setLongText] = useState("");
  const key = search.toString();
  const params = useMemo(() => readParams(new URLSearchParams(key)), [key]);

  const change = useCallback((wish: Partial<TraceParams>, how: "push" | "replace" = "push") => {
    const params = new URLSearchParams(window.location.search);
    if (wish.text !== undefined) {
      const isLong = wish.text.length > MAX_TEXT_IN_ADDRESS;
      setLongText(isLong ? wish.text : "");
      set(params, "q", isLong ? "" : wish.text);
    }
    if (wish.range) {
      set(params, "days", wish.range.days === null ? "" : String(wish.range.days));
      set(params, "from", wish.range.from ?? "");
      set(params, "to", wish.range.to ?? "");
    }
    if (wish.cameraIds) set(params, "cam", wish.cameraIds.join(","));
    if (wish.eventId !== undefined) set(params, "event", wish.eventId ?? "");
    const text = params.toString();
    const address = text ? `${paths.trace}?${text}` : paths.trace;
    if (how === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }, []);

  return [params.text === "" && longText !== "" ? { ...params, text: longText } : params, change];
}

/** What a search is kept as: its address without the event that is open, with its text however long. */
export function addressOf(params: TraceParams): string {
  const address = new URLSearchParams(window.location.search);
  address.delete("event");
  set(address, "q", params.text);
  return address.toString();
}

/** The search that an address stands for. */
export function searchOf(address: string): Pick<TraceParams, "text" | "range" | "cameraIds"> {
  const { text, range, cameraIds } = readParams(new URLSearchParams(address));
  return { text, range, cameraIds };
}

function readParams(search: URLSearchParams): TraceParams {
  const days = Number(search.get("days"));
  const isQuick = quickDays.some((quick) => quick === days);
  return {
    text: search.get("q") ?? "",
    range: {
      days: isQuick ? days : null,
      from: isQuick ? null : wallClock(search.get("from")),
      to: isQuick ? null : wallClock(search.get("to")),
    },
    cameraIds: (search.get("cam") ?? "").split(",").map(Number).filter((id) => Number.isInteger(id) && id > 0),
    eventId: search.get("event"),
  };
}

function wallClock(value: string | null): string | null {
  return value !== null && isWallClock(value) ? value : null;
}

function set(params: URLSearchParams, key: string, value: string): void {
  if (value === "") params.delete(key);
  else params.set(key, value);
}
