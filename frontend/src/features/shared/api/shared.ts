"use client";

import { useQuery } from "@tanstack/react-query";

import { api, apiUrl } from "@/lib/api/client";
import type { SharedClip } from "@/lib/api/types";

function path(token: string): string {
  return `/shared/${encodeURIComponent(token)}`;
}

export function sharedFile(token: string, download: boolean): string {
  return apiUrl(path(token), download ? { download: true } : {});
}

/** What the clip of a link shows; the token stands behind the # of its address. */
export function useSharedClip(token: string) {
  return useQuery({
    queryKey: ["shared", token],
    queryFn: ({ signal }) => api<SharedClip>(`${path(token)}/facts`, { signal }),
    enabled: token !== "",
    staleTime: Infinity,
    // A link that was taken back stays so.
    retry: false,
  });
}
