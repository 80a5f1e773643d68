"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";

import { programKeys } from "./keys";

type Which = { ids: number[] } | { all_failed: true };

export function useRetryRecordings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (which: Which) => api<{ retried: number }>("/recordings/retry", { method: "POST", json: which }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: programKeys.recordings }),
        client.invalidateQueries({ queryKey: programKeys.status }),
      ]),
  });
}
