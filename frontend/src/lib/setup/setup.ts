"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Setup } from "@/lib/api/types";

/** The first page asks whether there is anything yet, so the state of the set-up is not part of one feature. */
export const setupStateKey = ["setup", "state"] as const;

export const setupQuery = queryOptions({
  queryKey: setupStateKey,
  queryFn: ({ signal }) => api<Setup>("/setup", { signal }),
  staleTime: 10_000,
});

export function useSetup() {
  return useQuery(setupQuery);
}
