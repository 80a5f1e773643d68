"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { LiveCameraList } from "@/lib/api/types";
import { useRefreshOn } from "@/lib/live/use-refresh-on";

const LOOK_MS = 3_000;

/** Sources and the live wall show the same cameras, so their list is shared. */
export const liveCamerasKey = ["live", "list"] as const;

/** How every camera is that is recorded here. Its figures change all the time, so it is asked all the time. */
export function useLiveCameras() {
  useRefreshOn(["live", "source"], liveCamerasKey, 300);
  return useQuery({
    queryKey: liveCamerasKey,
    queryFn: ({ signal }) => api<LiveCameraList>("/live", { signal }),
    staleTime: 1_000,
    refetchInterval: LOOK_MS,
  });
}
