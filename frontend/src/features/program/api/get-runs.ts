"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RunList } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";

import { programKeys } from "./keys";

export const runsQuery = queryOptions({
  queryKey: programKeys.runs,
  queryFn: ({ signal }) => api<RunList>("/program/runs", { query: { page_size: 8 }, signal }),
});

export function useRuns() {
  return useQuery({ ...runsQuery, refetchInterval: usePollInterval(10_000) });
}
