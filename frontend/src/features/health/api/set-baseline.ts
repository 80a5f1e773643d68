"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { CameraHealthDetail } from "@/lib/api/types";

import { healthKeys } from "./keys";

type Wish = { cameraId: number; undo: boolean };

/** Take a camera as it is as its new normal, or take that back. */
export function useSetBaseline() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ cameraId, undo }: Wish) =>
      api<CameraHealthDetail>(`/camera-health/${cameraId}/baseline`, { method: undo ? "DELETE" : "POST", json: {} }),
    onSuccess: (detail, { cameraId }) => {
      client.setQueryData(healthKeys.one(cameraId), detail);
      void client.invalidateQueries({ queryKey: healthKeys.list });
    },
  });
}
