"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { TimelineDay } from "@/lib/api/types";

import { timelineKeys } from "./keys";

/** The day of every camera; `null`: not known yet which. */
export function useDay(day: string | null) {
  return useQuery({
    queryKey: timelineKeys.day(day ?? ""),
    queryFn: ({ signal }) => api<TimelineDay>("/timeline", { query: { day }, signal }),
    enabled: day !== null,
    staleTime: 15_000,
  });
}
