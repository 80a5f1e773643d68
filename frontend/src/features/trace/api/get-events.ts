"use client";

import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { EventList } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";

import { traceKeys } from "./keys";

export const EVENT_PAGE_SIZE = 25;

export type EventWish = {
  fromMs: number | null;
  toMs: number | null;
  cameraIds: readonly number[];
  page: number;
};

export function eventsQuery(wish: EventWish) {
  return queryOptions({
    queryKey: traceKeys.eventList(wish),
    queryFn: ({ signal }) =>
      api<EventList>("/events", {
        query: {
          from_ms: wish.fromMs,
          to_ms: wish.toMs,
          camera_id: wish.cameraIds,
          page: wish.page,
          page_size: EVENT_PAGE_SIZE,
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** Events of the chosen time and cameras, newest first. */
export function useEvents(wish: EventWish, enabled: boolean) {
  return useQuery({ ...eventsQuery(wish), enabled, refetchInterval: usePollInterval(5_000) });
}
