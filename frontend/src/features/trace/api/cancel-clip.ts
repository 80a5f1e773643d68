"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";

import { traceKeys } from "./keys";

export function useCancelClip() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api<unknown>(`/clips/${encodeURIComponent(id)}/cancel`, { method: "POST", json: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: traceKeys.clips }),
  });
}

/** Stop what is left of a batch; what is cut stays. */
export function useCancelBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api<unknown>(`/clips/batch/${encodeURIComponent(id)}/cancel`, { method: "POST", json: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: traceKeys.clips }),
  });
}
