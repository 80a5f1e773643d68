"use client";

import type { ClipBatch } from "@/lib/api/types";

import { isOpen, useClipsOfBatch } from "../api/get-clips";
import { useListsAfterCut } from "./use-lists-after-cut";

/** The batch of this id, and what changes which one it is. */
export function useBatch(id: string | null, onBatch: (id: string | null) => void) {
  const { data, error, refetch } = useClipsOfBatch(id);
  // Nothing of it is left, or nothing of it could be begun: there is nothing to show.
  const clips = data?.items ?? [];
  const failed = clips.filter((clip) => clip.status === "failed");
  const ready = clips.filter((clip) => clip.status === "done").length;
  const stopped = clips.filter((clip) => clip.status === "cancelled").length;
  const open = clips.filter(isOpen).length;
  const progress = clips.length === 0 ? null : clips.reduce((sum, clip) => sum + (isOpen(clip) ? clip.progress : 1), 0) / clips.length;
  useListsAfterCut(ready);

  const begun = (batch: ClipBatch) => onBatch(batch.clips.length > 0 ? batch.batch_id : null);
  const isKnown = data === undefined || clips.length > 0;
  return {
    id: isKnown ? id : null,
    counts: { total: clips.length, ready, failed: failed.length, stopped },
    open,
    progress,
    whyFailed: failed[0],
    error: data ? null : error,
    retry: () => void refetch(),
    begun,
    close: () => onBatch(null),
  };
}
