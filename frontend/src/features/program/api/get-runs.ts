"use client";

import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RunList } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";

import { programKeys } from "./keys";

export const FEW_RUNS = 8;

export function runsQuery(count: number) {
  return queryOptions({
    queryKey: programKeys.runList(count),
    queryFn: ({ signal }) => api<RunList>("/program/runs", { query: { page_size: count }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The latest `count` runs, newest first. */
export function useRuns(count: number = FEW_RUNS) {
  return useQuery({ ...runsQuery(count), refetchInterval: usePollInterval(10_000) });
}
