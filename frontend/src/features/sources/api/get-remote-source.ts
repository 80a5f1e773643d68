"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RemoteSource, SourceCameraList } from "@/lib/api/types";

import { sourceKeys } from "./keys";

/** A source's own settings, to change them. */
export function useRemoteSource(id: number | null) {
  return useQuery({
    queryKey: sourceKeys.one(id ?? 0),
    queryFn: ({ signal }) => api<RemoteSource>(`/sources/${id}/remote`, { signal }),
    enabled: id !== null,
    staleTime: 0,
  });
}

/** Which of its cameras are which cameras here. */
export function useSourceCameras(id: number | null) {
  return useQuery({
    queryKey: sourceKeys.cameras(id ?? 0),
    queryFn: ({ signal }) => api<SourceCameraList>(`/sources/${id}/cameras`, { signal }),
    enabled: id !== null,
    staleTime: 10_000,
  });
}
