"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { LogResult } from "@/lib/api/types";

import { settingsPageKeys } from "./keys";

export const logLevels = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

export function useLog(level: LogLevel, text: string) {
  return useQuery({
    queryKey: settingsPageKeys.log(level, text),
    queryFn: ({ signal }) => api<LogResult>("/logs", { query: { level, text, limit: 300 }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}
