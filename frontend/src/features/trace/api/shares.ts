"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { ClipShare, ClipShareList } from "@/lib/api/types";

import { traceKeys } from "./keys";

function path(clipId: string): string {
  return `/clips/${encodeURIComponent(clipId)}/links`;
}

/** The links of a clip that still open it, newest first. */
export function useShares(clipId: string) {
  return useQuery({
    queryKey: traceKeys.sharesOf(clipId),
    queryFn: ({ signal }) => api<ClipShareList>(path(clipId), { signal }),
  });
}

export function useMakeShare(clipId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (hours: number) => api<ClipShare>(path(clipId), { method: "POST", json: { hours } }),
    onSuccess: () => client.invalidateQueries({ queryKey: traceKeys.sharesOf(clipId) }),
  });
}

export function useRevokeShare(clipId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (linkId: string) => api<void>(`${path(clipId)}/${encodeURIComponent(linkId)}`, { method: "DELETE" }),
    // Also after a failure: somebody else may have taken it back already.
    onSettled: () => client.invalidateQueries({ queryKey: traceKeys.sharesOf(clipId) }),
  });
}
