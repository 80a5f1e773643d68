"use client";

import { useQuery } from "@tanstack/react-query";

import { api, apiUrl } from "@/lib/api/client";
import type { CameraHealthDetail, CameraHealthList, HealthSample } from "@/lib/api/types";

import { healthKeys } from "./keys";

/** The verdict on every camera. */
export function useHealthList() {
  return useQuery({
    queryKey: healthKeys.list,
    queryFn: ({ signal }) => api<CameraHealthList>("/camera-health", { signal }),
    staleTime: 30_000,
  });
}

/** One camera with its days. */
export function useHealthDetail(cameraId: number) {
  return useQuery({
    queryKey: healthKeys.one(cameraId),
    queryFn: ({ signal }) => api<CameraHealthDetail>(`/camera-health/${cameraId}`, { signal }),
    staleTime: 30_000,
  });
}

export function samplePicture(sample: HealthSample): string {
  return apiUrl(`/recordings/${sample.recording_id}/frame`, { at_ms: sample.at_ms, width: 640 });
}
