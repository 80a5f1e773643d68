"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { PlatformList } from "@/lib/api/types";

import { traceKeys } from "./keys";

export const platformsQuery = queryOptions({
  queryKey: traceKeys.platforms,
  queryFn: ({ signal }) => api<PlatformList>("/platforms", { signal }),
  staleTime: 60_000,
});

/** Marketplaces whose column is remembered. */
export function usePlatforms() {
  return useQuery(platformsQuery);
}
