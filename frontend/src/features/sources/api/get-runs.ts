"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SyncRunList } from "@/lib/api/types";
import { useRefreshOn } from "@/lib/live/use-refresh-on";

import { sourceKeys } from "./keys";

export const RUNS_A_PAGE = 20;

/** When a source was looked at, and what came of it; the newest first. */
export function useSyncRuns(id: number, page: number) {
  const key = sourceKeys.runs(id, page);
  useRefreshOn(["source"], key, 3_000);
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<SyncRunList>(`/sources/${id}/runs`, { query: { page, page_size: RUNS_A_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}
