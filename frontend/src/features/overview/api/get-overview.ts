"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Overview } from "@/lib/api/types";
import { usePollInterval } from "@/lib/live/live-provider";

export const overviewKey = ["overview"] as const;

export function useOverview() {
  return useQuery({
    queryKey: overviewKey,
    queryFn: ({ signal }) => api<Overview>("/overview", { signal }),
    refetchInterval: usePollInterval(10_000, 20_000),
  });
}
