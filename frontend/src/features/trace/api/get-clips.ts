"use client";

import { queryOptions, useQuery, type QueryKey } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Clip, ClipList } from "@/lib/api/types";

import { traceKeys } from "./keys";

const RUNNING_MS = 500;
/** Of a batch that takes minutes: each answer tells of all its clips. */
const MANY = 40;
const MANY_RUNNING_MS = 3_000;

export function isOpen(clip: Clip): boolean {
  return clip.status === "queued" || clip.status === "running";
}

function clipsQuery(queryKey: QueryKey, query: { event_id?: string; batch_id?: string }) {
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => api<ClipList>("/clips", { query: { ...query, page_size: 500 }, signal }),
    // A cut takes a fraction of a second: asking often while one runs is shorter than waiting for a push.
    refetchInterval: (running) => {
      const clips = running.state.data?.items ?? [];
      if (!clips.some(isOpen)) return false;
      return clips.length > MANY ? MANY_RUNNING_MS : RUNNING_MS;
    },
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
