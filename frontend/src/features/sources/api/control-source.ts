"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RemoteSourcePatch, Source } from "@/lib/api/types";
import { camerasKey } from "@/lib/cameras/cameras";

import { sourceKeys } from "./keys";

export type SourceOrder = "sync" | "pause" | "resume";

/** Fetch now, pause, go on. */
export function useOrderSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, order }: { id: number; order: SourceOrder }) => api<unknown>(`/sources/${id}/${order}`, { method: "POST", json: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: sourceKeys.list }),
  });
}

type Change = { source: Source; change: RemoteSourcePatch };

/** Change a source of any kind: its name, whether it is on, its settings. */
export function useChangeSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ source, change }: Change) =>
      api<Source>(source.kind === "local" ? `/sources/${source.id}` : `/sources/${source.id}/remote`, { method: "PATCH", json: change }),
    onSettled: () => client.invalidateQueries({ queryKey: sourceKeys.list }),
  });
}

/** Forget a source. Its recordings and what was found in them stay. */
export function useDeleteSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api<void>(`/sources/${id}`, { method: "DELETE" }),
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: sourceKeys.list }), client.invalidateQueries({ queryKey: camerasKey })]),
  });
}
