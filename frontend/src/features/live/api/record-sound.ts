"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Camera } from "@/lib/api/types";
import { camerasKey } from "@/lib/cameras/cameras";

/** Have the sound of a live camera recorded with its picture, or not any more. */
export function useRecordSound(cameraId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: boolean) => api<Camera>(`/cameras/${cameraId}`, { method: "PATCH", json: { record_sound: wanted } }),
    onSettled: () => client.invalidateQueries({ queryKey: camerasKey }),
  });
}
