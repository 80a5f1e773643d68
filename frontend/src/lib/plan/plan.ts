"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Plan } from "@/lib/api/types";

/** The plan concerns every page: it warns before analysis stops. */
export const planKey = ["plan"] as const;

const LOOK_AGAIN_MS = 30 * 60_000;

export const planQuery = queryOptions({
  queryKey: [...planKey, "standing"],
  queryFn: ({ signal }) => api<Plan>("/plan", { signal }),
  staleTime: 60_000,
});

export function usePlan(enabled = true) {
  return useQuery({ ...planQuery, enabled, refetchInterval: LOOK_AGAIN_MS });
}
