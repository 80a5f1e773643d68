"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SourceList } from "@/lib/api/types";

import { sourceKeys } from "./keys";

export const sourcesQuery = queryOptions({
  queryKey: sourceKeys.list,
  queryFn: ({ signal }) => api<SourceList>("/sources", { signal }),
  staleTime: 30_000,
});

export function useSources() {
  return useQuery(sourcesQuery);
}
