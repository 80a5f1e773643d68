"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { EventDetail } from "@/lib/api/types";

import { traceKeys } from "./keys";

export function eventQuery(id: string) {
  return queryOptions({
    queryKey: traceKeys.event(id),
    queryFn: ({ signal }) => api<EventDetail>(`/events/${encodeURIComponent(id)}`, { signal }),
    staleTime: 30_000,
  });
}

export function useEventDetail(id: string) {
  return useQuery(eventQuery(id));
}
