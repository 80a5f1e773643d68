"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Space } from "@/lib/api/types";

import { setupKeys } from "./keys";

const LOOK_AGAIN_MS = 2_000;

/**
 * The space that is needed, with clips kept as long as is set or as `retentionDays` says; read again while recordings of
 * fewer than `cameras` have been found.
 */
export function useSpace(clipsPerDay: number, { retentionDays, cameras = 1 }: { retentionDays?: number; cameras?: number } = {}) {
  return useQuery({
    queryKey: setupKeys.space(clipsPerDay, retentionDays),
    queryFn: ({ signal }) => 
      api<Space>("/setup/space", { query: { clips_per_day: clipsPerDay, retention_clips_days: retentionDays }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => ((query.state.data?.cameras.length ?? 0) < cameras ? LOOK_AGAIN_MS : false),
  });
}
