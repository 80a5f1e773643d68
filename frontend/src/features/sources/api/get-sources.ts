"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SourceList } from "@/lib/api/types";

import { sourceKeys } from "./keys";

const LOOK_AGAIN_MS = 15_000;

export const sourcesQuery = queryOptions({
  queryKey: sourceKeys.list,
  queryFn: ({ signal }) => api<SourceList>("/sources", { signal }),
  staleTime: 30_000,
  // Nobody tells when a disk is unplugged.
  refetchInterval: LOOK_AGAIN_MS,
});

export function useSources() {
  return useQuery(sourcesQuery);
}
