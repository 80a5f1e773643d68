"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { ViewList } from "@/lib/api/types";

import type { Scope } from "../components/player";
import { traceKeys } from "./keys";
import { scopeQuery } from "./media";

/** Which cameras show the time of an event, and from when to when: its own first. */
export function useViews(eventId: string, scope: Scope, enabled: boolean) {
  const time = { ...scope, cameraId: null };
  return useQuery({
    queryKey: traceKeys.views(eventId, time),
    queryFn: ({ signal }) =>
      api<ViewList>(`/events/${encodeURIComponent(eventId)}/views`, { query: scopeQuery(time), signal }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    enabled,
  });
}
