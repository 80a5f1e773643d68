"use client";

import { queryOptions } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { FrameTimes } from "@/lib/api/types";

import { traceKeys } from "./keys";

/** When each frame of the event's video is shown, in seconds; known once the video can be played. */
export function frameTimesQuery(eventId: string) {
  return queryOptions({
    queryKey: traceKeys.frames(eventId),
    queryFn: async ({ signal }) => {
      const found = await api<FrameTimes>(`/events/${encodeURIComponent(eventId)}/video/frames`, { signal });
      return found.times_us.map((time) => time / 1_000_000);
    },
    staleTime: Infinity,
    retry: 1,
  });
}
