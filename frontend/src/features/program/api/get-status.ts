"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Status } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";

import { programKeys } from "./keys";

export const statusQuery = queryOptions({
  queryKey: programKeys.status,
  queryFn: ({ signal }) => api<Status>("/status", { signal }),
});

/** Counts of recordings by status, workers, and the machine's load. */
export function useStatus() {
  return useQuery({ ...statusQuery, refetchInterval: usePollInterval(3_000, 10_000) });
}
