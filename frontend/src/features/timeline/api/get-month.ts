"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { FootageDays } from "@/lib/api/types";

import { timelineKeys } from "./keys";

/** The days of a month (`2026-01`) that have footage, and the first and last day of all. */
export function useMonth(month: string) {
  return useQuery({
    queryKey: timelineKeys.month(month),
    queryFn: ({ signal }) => api<FootageDays>("/timeline/days", { query: { month }, signal }),
    staleTime: 60_000,
    placeholderData: (previous) => previous,
  });
}
