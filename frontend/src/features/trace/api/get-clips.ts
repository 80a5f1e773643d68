"use client";

import { queryOptions, useQuery, type QueryKey } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Clip, ClipList } from "@/lib/api/types";

import { traceKeys } from "./keys";

const RUNNING_MS = 500;

export function isOpen(clip: Clip): boolean {
  return clip.status === "queued" || clip.status === "running";
}

function clipsQuery(queryKey: QueryKey, query: { event_id?: string; batch_id?: string }) {
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => api<ClipList>("/clips", { query: { ...query, page_size: 500 }, signal }),
    // A cut takes a fraction of a second: asking often while one runs is shorter than waiting for a push.
    refetchInterval: (running) => (running.state.data?.items.some(isOpen) ? RUNNING_MS : false),
  });
}

export function useClipsOfEvent(eventId: string) {
  return useQuery(clipsQuery(traceKeys.clipsOf(eventId), { event_id: eventId }));
}

export function useClipsOfBatch(batchId: string | null) {
  return useQuery({
    ...clipsQuery(traceKeys.clipsOfBatch(batchId ?? ""), { batch_id: batchId ?? "" }),
    enabled: batchId !== null,
  });
}
