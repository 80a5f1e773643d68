"use client";

import { useQuery } from "@tanstack/react-query";

import { api, apiUrl } from "@/lib/api/client";
import type { CameraHealth, CameraHealthDetail, CameraHealthList, HealthSample } from "@/lib/api/types";
import { useRefreshOn } from "@/lib/live/use-refresh-on";

import { healthKeys } from "./keys";

/** The verdict on every camera. */
export function useHealthList() {
  return useQuery({
    queryKey: healthKeys.list,
    queryFn: ({ signal }) => api<CameraHealthList>("/camera-health", { signal }),
    staleTime: 30_000,
  });
}

/** The cameras of which something is not as it should be, the worst first; none while that is not known. */
export function useTroubledCameras(): CameraHealth[] {
  const list = useHealthList();
  useRefreshOn(["recording"], healthKeys.all, 5_000);
  const worse = (camera: CameraHealth) => (camera.level === "critical" ? 0 : 1);
  const troubled = list.data?.cameras.filter((camera) => camera.level === "critical" || camera.level === "caution") ?? [];
  return troubled.sort((a, b) => worse(a) - worse(b));
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
