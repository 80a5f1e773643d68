"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { ClipBatch, ClipsIn } from "@/lib/api/types";

import { traceKeys } from "./keys";

/** Have clips cut of these events. The answer names the batch; the cutting goes on in the background. */
export function useCutClips() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: ClipsIn) => api<ClipBatch>("/clips", { method: "POST", json: wish }),
    onSuccess: () => client.invalidateQueries({ queryKey: traceKeys.clips }),
  });
}
