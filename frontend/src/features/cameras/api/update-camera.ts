"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Camera, CameraFields, RegionsIn } from "@/lib/api/types";
import { camerasKey } from "@/lib/cameras/cameras";

type Change = { id: number; fields: CameraFields; regions: RegionsIn | null };

/**
 * Save what was changed of a camera, and nothing else: a changed sticker text or region has its recordings analysed
 * again.
 */
export function useUpdateCamera() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, fields, regions }: Change) => {
      if (Object.keys(fields).length > 0) await api<Camera>(`/cameras/${id}`, { method: "PATCH", json: fields });
      if (regions !== null) await api<unknown>(`/cameras/${id}/regions`, { method: "PUT", json: regions });
    },
    onSettled: () => client.invalidateQueries({ queryKey: camerasKey }),
  });
}
