"use client";

import { queryOptions } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { FrameTimes } from "@/lib/api/types";

import type { Look } from "../components/player";
import { traceKeys } from "./keys";
import { lookQuery } from "./media";

/** When each frame of the event's video is shown, in seconds; known once the video can be played. */
export function frameTimesQuery(eventId: string, look: Look) {
  return queryOptions({
    queryKey: traceKeys.frames(eventId, look),
    queryFn: async ({ signal }) => {
      const path = `/events/${encodeURIComponent(eventId)}/video/frames`;
      const found = await api<FrameTimes>(path, { query: lookQuery(look), signal });
      return found.times_us.map((time) => time / 1_000_000);
    },
    staleTime: Infinity,
    retry: 1,
  });
}
