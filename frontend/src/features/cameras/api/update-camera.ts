"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Camera, CameraFields, RegionsIn } from "@/lib/api/types";
import { camerasKey } from "@/lib/cameras/cameras";

/** Change the named fields of a camera: a changed sticker text, or other kinds of codes, have its recordings analysed again. */
export function useUpdateCamera(cameraId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fields: CameraFields) => api<Camera>(`/cameras/${cameraId}`, { method: "PATCH", json: fields }),
    onSettled: () => client.invalidateQueries({ queryKey: camerasKey }),
  });
}

/** Save the regions of a camera: its recordings are analysed again. */
export function useSaveRegions(cameraId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (regions: RegionsIn) => api<Camera>(`/cameras/${cameraId}/regions`, { method: "PUT", json: regions }),
    // The editor compares with what is saved: it must have the new regions before it says "saved".
    onSettled: () => client.invalidateQueries({ queryKey: camerasKey }),
  });
}
