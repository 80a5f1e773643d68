"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";

import { programKeys } from "./keys";

type Which = { ids: number[] } | { all_failed: true };
type Queued = { retried: number };

/** Queue failed recordings again; by their ids also those that were left out. */
export function useRetryRecordings() {
  return useQueueing((which: Which) => api<Queued>("/recordings/retry", { method: "POST", json: which }));
}

/** Queue recordings again that are done. */
export function useAnalyseAgain() {
  return useQueueing((ids: number[]) => api<Queued>("/recordings/again", { method: "POST", json: { ids } }));
}

function useQueueing<T>(queue: (which: T) => Promise<Queued>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: queue,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: programKeys.recordings }),
        client.invalidateQueries({ queryKey: programKeys.status }),
      ]),
  });
}
