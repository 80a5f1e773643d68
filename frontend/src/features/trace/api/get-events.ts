"use client";

import { queryOptions } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { EventList } from "@/lib/api/types";

import { traceKeys } from "./keys";

export const EVENT_PAGE_SIZE = 50;

export type EventWish = {
  fromMs: number | null;
  toMs: number | null;
  cameraIds: readonly number[];
};

/** Events of the chosen time and cameras, newest first. */
export function eventsQuery(wish: EventWish, page: number) {
  return queryOptions({
    queryKey: traceKeys.eventList(wish, page),
    queryFn: ({ signal }) =>
      api<EventList>("/events", {
        query: {
          from_ms: wish.fromMs,
          to_ms: wish.toMs,
          camera_id: wish.cameraIds,
          page,
          page_size: EVENT_PAGE_SIZE,
        },
        signal,
      }),
  });
}
