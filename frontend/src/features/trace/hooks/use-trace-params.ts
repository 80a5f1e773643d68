"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

import { paths } from "@/config/paths";
import { keep, kept } from "@/lib/session/kept";
import { isWallClock } from "@/lib/time/zone";

import { quickDays, type Range } from "./range";

/** Longer texts stay out of the address: browsers and mail programs cut long links. The tab keeps them under a name that
 * the address has instead, so that going back and on lead to the same search. */
const MAX_TEXT_IN_ADDRESS = 1_500;

export type TraceParams = {
  text: string;
  range: Range;
  cameraIds: readonly number[];
  eventId: string | null;
  /** The clips that are cut together. */
  batchId: string | null;
  /** The address stands for a long text that this tab does not know. */
  lost: boolean;
};

type Wish = Partial<Omit<TraceParams, "lost">>;

/** Everything that makes up a search, kept in the address so that it can be sent, bookmarked and gone back to. */
export function useTraceParams(): [TraceParams, (change: Wish, how?: "push" | "replace") => void] {
  const search = useSearchParams();
  const key = search.toString();
  const params = useMemo(() => readParams(new URLSearchParams(key)), [key]);

  const change = useCallback((wish: Wish, how: "push" | "replace" = "push") => {
    const params = new URLSearchParams(window.location.search);
    if (wish.text !== undefined) {
      const isLong = wish.text.length > MAX_TEXT_IN_ADDRESS;
      const list = isLong ? nameOf(wish.text) : "";
      if (isLong) keep(list, wish.text);
      set(params, "list", list);
      set(params, "q", isLong ? "" : wish.text);
    }
    if (wish.range) {
      set(params, "days", wish.range.days === null ? "" : String(wish.range.days));
      set(params, "from", wish.range.from ?? "");
      set(params, "to", wish.range.to ?? "");
    }
    if (wish.cameraIds) set(params, "cam", wish.cameraIds.join(","));
    if (wish.eventId !== undefined) set(params, "event", wish.eventId ?? "");
    if (wish.batchId !== undefined) set(params, "batch", wish.batchId ?? "");
    const text = params.toString();
    const address = text ? `${paths.trace}?${text}` : paths.trace;
    if (how === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }, []);

  return [params, change];
}

/** What a search is kept as: its address without the event that is open, with its text however long. */
export function addressOf(params: TraceParams): string {
  const address = new URLSearchParams(window.location.search);
  address.delete("event");
  address.delete("batch");
  address.delete("list");
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
  const list = search.get("list");
  const longText = list === null ? null : kept(list);
  return {
    text: longText ?? search.get("q") ?? "",
    lost: list !== null && longText === null,
    range: {
      days: isQuick ? days : null,
      from: isQuick ? null : wallClock(search.get("from")),
      to: isQuick ? null : wallClock(search.get("to")),
    },
    cameraIds: (search.get("cam") ?? "").split(",").map(Number).filter((id) => Number.isInteger(id) && id > 0),
    eventId: search.get("event"),
    batchId: search.get("batch"),
  };
}

/** The same for the same text: FNV-1a of 32 bits, and the length. */
function nameOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${(hash >>> 0).toString(36)}-${text.length.toString(36)}`;
}

function wallClock(value: string | null): string | null {
  return value !== null && isWallClock(value) ? value : null;
}

function set(params: URLSearchParams, key: string, value: string): void {
  if (value === "") params.delete(key);
  else params.set(key, value);
}
