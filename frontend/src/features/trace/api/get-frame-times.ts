"use client";

import { queryOptions } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { FrameTimes } from "@/lib/api/types";

import type { Scope } from "../components/player";
import { traceKeys } from "./keys";
import { scopeQuery } from "./media";

/** When each frame of the event's video is shown, in seconds; known once the video can be played. */
export function frameTimesQuery(eventId: string, scope: Scope) {
  return queryOptions({
    queryKey: traceKeys.frames(eventId, scope),
    queryFn: async ({ signal }) => {
      const path = `/events/${encodeURIComponent(eventId)}/video/frames`;
      const found = await api<FrameTimes>(path, { query: scopeQuery(scope), signal });
      return found.times_us.map((time) => time / 1_000_000);
    },
    staleTime: Infinity,
    retry: 1,
  });
}
