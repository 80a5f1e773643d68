"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";

/** Empty the caches that can be made again. */
export function useFreeSpace() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api<{ freed_bytes?: number }>("/storage/free", { method: "POST", json: {} }),
    onSettled: () => client.invalidateQueries(),
  });
}
