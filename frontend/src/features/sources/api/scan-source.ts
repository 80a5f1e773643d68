"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { ScanResult } from "@/lib/api/types";
import { camerasKey } from "@/lib/cameras/cameras";

/** Look for new recordings of a source now. */
export function useScanSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api<ScanResult>(`/sources/${id}/scan`, { method: "POST", json: {} }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: camerasKey }),
        client.invalidateQueries({ queryKey: ["recordings"] }),
        client.invalidateQueries({ queryKey: ["status"] }),
      ]),
  });
}
