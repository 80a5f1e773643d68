"use client";

import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RecordingList } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";

import { programKeys } from "./keys";

export const PAGE_SIZE = 25;

export type RecordingFilter = { status: string | null; page: number };

export function recordingsQuery(filter: RecordingFilter) {
  return queryOptions({
    queryKey: programKeys.recordingList(filter),
    queryFn: ({ signal }) =>
      api<RecordingList>("/recordings", {
        query: { status: filter.status, page: filter.page, page_size: PAGE_SIZE, sort: "-start_ms" },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function useRecordings(filter: RecordingFilter) {
  return useQuery({ ...recordingsQuery(filter), refetchInterval: usePollInterval(3_000, 10_000) });
}
