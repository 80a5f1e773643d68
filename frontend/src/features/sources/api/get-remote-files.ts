"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RemoteFileList } from "@/lib/api/types";
import { useRefreshOn } from "@/lib/live/use-refresh-on";

import { sourceKeys } from "./keys";

export const FILES_A_PAGE = 25;
export const fileStates = ["wanted", "partial", "done", "failed", "skipped", "removed"] as const;
export type FileState = (typeof fileStates)[number];

/** The files that a source has, and what became of each here. */
export function useRemoteFiles(id: number, state: FileState | null, page: number) {
  const key = sourceKeys.files(id, state, page);
  useRefreshOn(["source"], key, 3_000);
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<RemoteFileList>(`/sources/${id}/files`, { query: { state, page, page_size: FILES_A_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Have files fetched again: the named ones, or all that failed. */
export function useRetryFiles(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: number[] | "failed") =>
      api<unknown>(`/sources/${id}/files/retry`, { method: "POST", json: ids === "failed" ? {} : { ids } }),
    onSettled: () => client.invalidateQueries({ queryKey: sourceKeys.list }),
  });
}
