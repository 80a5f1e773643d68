"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Camera, CameraFields, RegionsIn } from "@/lib/api/types";
import { camerasKey } from "@/lib/cameras/cameras";

type Change = { id: number; fields: CameraFields; regions: RegionsIn | null };

/** Save a camera's fields and, where a frame was there to draw on, its regions. */
export function useUpdateCamera() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, fields, regions }: Change) => {
      const camera = await api<Camera>(`/cameras/${id}`, { method: "PATCH", json: fields });
      if (regions === null) return camera;
      await api<unknown>(`/cameras/${id}/regions`, { method: "PUT", json: regions });
      return camera;
    },
    onSettled: () => client.invalidateQueries({ queryKey: camerasKey }),
  });
}
