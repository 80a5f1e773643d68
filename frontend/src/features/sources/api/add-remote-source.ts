"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { ChosenCamera, RemoteSourceIn, RemoteSourcePatch, Source } from "@/lib/api/types";
import { camerasKey } from "@/lib/cameras/cameras";

import { sourceKeys } from "./keys";

export type Kept = { id: number | null; source: RemoteSourceIn };

/** Store a source with its cameras: a new one, or a changed one with the whole new choice of cameras. */
export function useKeepSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, source }: Kept) => {
      if (id === null) return api<Source>("/sources/remote", { method: "POST", json: source });
      const { name, config, secrets } = source;
      const change: RemoteSourcePatch = { name, config };
      if (Object.keys(secrets ?? {}).length > 0) change.secrets = secrets;
      const stored = await api<Source>(`/sources/${id}/remote`, { method: "PATCH", json: change });
      await api<unknown>(`/sources/${id}/cameras`, { method: "PUT", json: { cameras: source.cameras as ChosenCamera[] } });
      return stored;
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: sourceKeys.list }),
        client.invalidateQueries({ queryKey: camerasKey }),
        client.invalidateQueries({ queryKey: ["live"] }),
        client.invalidateQueries({ queryKey: ["status"] }),
      ]),
  });
}
