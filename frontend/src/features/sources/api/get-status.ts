"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SourceStatusList } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";
import { useRefreshOn } from "@/lib/live/use-refresh-on";

import { sourceKeys } from "./keys";

/** How every source is: what runs, what comes next, what went wrong. */
export function useSourceStatus() {
  useRefreshOn(["source"], sourceKeys.status, 500);
  return useQuery({
    queryKey: sourceKeys.status,
    queryFn: ({ signal }) => api<SourceStatusList>("/sources/status", { signal }),
    staleTime: 2_000,
    refetchInterval: usePollInterval(2_000, 10_000),
  });
}
