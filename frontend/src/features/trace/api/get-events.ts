"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { EventList } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";

import { traceKeys } from "./keys";

export const EVENT_PAGE_SIZE = 50;

export const LATEST_ORDERS = 6;

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

/** The newest few of all. */
export function useLatestOrders() {
  return useQuery({
    queryKey: traceKeys.latestOrders,
    queryFn: ({ signal }) => api<EventList>("/events", { query: { page_size: LATEST_ORDERS }, signal }),
    refetchInterval: usePollInterval(5_000),
  });
}
