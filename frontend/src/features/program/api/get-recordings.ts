"use client";

import { keepPreviousData, queryOptions, useQueries, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Recording, RecordingList } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";

import { programKeys } from "./keys";

export const PAGE_SIZE = 100;
const EMPTY_POLL_MS = 2_000;

export type RecordingFilter = {
  status: string | null;
  cameraId: number | null;
  runId: number | null;
  /** Part of the path. */
  text: string;
};

export function recordingsQuery(filter: RecordingFilter, page: number) {
  return queryOptions({
    queryKey: programKeys.recordingPage(filter, page),
    queryFn: ({ signal }) =>
      api<RecordingList>("/recordings", {
        query: {
          status: filter.status,
          camera_id: filter.cameraId,
          run_id: filter.runId,
          q: filter.text,
          page,
          page_size: PAGE_SIZE,
          sort: "-start_ms",
        },
        signal,
      }),
  });
}

/** The first page, which also tells how many there are. */
export function useRecordings(filter: RecordingFilter) {
  const interval = usePollInterval(3_000, 10_000);
  return useQuery({
    ...recordingsQuery(filter, 1),
    placeholderData: keepPreviousData,
    // Finding the first recordings is not pushed: while there are none, the list looks for itself.
    refetchInterval: (query) => (query.state.data?.total === 0 ? EMPTY_POLL_MS : interval),
  });
}

/**
 * The recordings at these places of the list (0 is the newest): only the pages on screen are fetched and kept fresh,
 * however long the list is. Gives undefined for a place whose page is still on its way.
 */
export function useRecordingsAt(filter: RecordingFilter, first: number, last: number): (place: number) => Recording | undefined {
  const interval = usePollInterval(3_000, 10_000);
  const from = Math.floor(Math.max(0, first) / PAGE_SIZE);
  const to = Math.floor(Math.max(0, last) / PAGE_SIZE);
  const pages = Array.from({ length: to - from + 1 }, (_, index) => from + index + 1);
  const answers = useQueries({
    queries: pages.map((page) => ({ ...recordingsQuery(filter, page), refetchInterval: interval })),
  });
  return (place) => answers[Math.floor(place / PAGE_SIZE) - from]?.data?.items[place % PAGE_SIZE];
}
