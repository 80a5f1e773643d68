"use client";

import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RecordingList } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";

import { programKeys } from "./keys";

export const PAGE_SIZE = 25;
const EMPTY_POLL_MS = 2_000;

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
  const interval = usePollInterval(3_000, 10_000);
  return useQuery({
    ...recordingsQuery(filter),
    // Finding the first recordings is not pushed: while there are none, the list looks for itself.
    refetchInterval: (query) => (query.state.data?.total === 0 ? EMPTY_POLL_MS : interval),
  });
}
