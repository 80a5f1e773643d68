"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { CopiedRegions } from "@/lib/api/types";
import { camerasKey } from "@/lib/cameras/cameras";

type Wish = { to: readonly number[]; overwrite: boolean };

/** Give the saved regions of a camera to others; the answer holds what they had before. */
export function useCopyRegions(cameraId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: Wish) => api<CopiedRegions>(`/cameras/${cameraId}/regions/copy`, { method: "POST", json: wish }),
    onSettled: () => client.invalidateQueries({ queryKey: camerasKey }),
  });
}

/** Give cameras back what they had before a copy. */
export function useUndoCopy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ copied }: CopiedRegions) => {
      for (const one of copied) {
        await api(`/cameras/${one.camera_id}/regions`, { method: "PUT", json: one.before });
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: camerasKey }),
  });
}
