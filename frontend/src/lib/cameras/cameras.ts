"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { CameraList } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";

/** Cameras are named and zoned on every page, so their list is shared and not part of one feature. */
export const camerasKey = ["cameras"] as const;

export const camerasQuery = queryOptions({
  queryKey: [...camerasKey, "list"],
  queryFn: ({ signal }) => api<CameraList>("/cameras", { signal }),
  staleTime: 60_000,
});

export function useCameras() {
  return useQuery(camerasQuery);
}

/** Gives the zone of a camera; the site's for one that is not known (yet). */
export function useCameraZone(): (cameraId: number) => string {
  const cameras = useCameras().data?.items;
  const siteZone = useSiteZone();
  return (cameraId) => cameras?.find((camera) => camera.id === cameraId)?.timezone ?? siteZone;
}
