"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Moment } from "@/lib/api/types";

import { timelineKeys } from "./keys";

export type Place = { cameraId: number; atMs: number };

/** Which video shows this instant of a camera. */
export function useMoment(place: Place | null) {
  return useQuery({
    queryKey: timelineKeys.moment(place?.cameraId ?? 0, place?.atMs ?? 0),
    queryFn: ({ signal }) => getMoment(place as Place, signal),
    enabled: place !== null,
    staleTime: 60_000,
    retry: false,
  });
}

export function getMoment(place: Place, signal?: AbortSignal): Promise<Moment> {
  return api<Moment>(`/cameras/${place.cameraId}/moment`, { query: { at_ms: place.atMs }, signal });
}
