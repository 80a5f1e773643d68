"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { LiveGapList, LiveHistory } from "@/lib/api/types";
import { useRefreshOn } from "@/lib/live/use-refresh-on";

const MINUTE_MS = 60_000;

const liveKeys = {
  history: (cameraId: number, hours: number) => ["live", "history", cameraId, hours] as const,
  gaps: (cameraId: number, hours: number) => ["live", "gaps", cameraId, hours] as const,
};

/** What was measured of a camera's stream, minute by minute. */
export function useLiveHistory(cameraId: number, hours: number) {
  return useQuery({
    queryKey: liveKeys.history(cameraId, hours),
    queryFn: ({ signal }) => api<LiveHistory>(`/live/${cameraId}/history`, { query: since(hours), signal }),
    staleTime: 30_000,
    refetchInterval: MINUTE_MS,
  });
}

/** When a camera was not recorded, and why; the newest first. */
export function useLiveGaps(cameraId: number, hours: number) {
  const key = liveKeys.gaps(cameraId, hours);
  useRefreshOn(["live"], key, 1_000);
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<LiveGapList>(`/live/${cameraId}/gaps`, { query: since(hours), signal }),
    staleTime: 5_000,
    refetchInterval: MINUTE_MS,
  });
}

function since(hours: number): { from_ms: number } {
  return { from_ms: Date.now() - hours * 60 * MINUTE_MS };
}
