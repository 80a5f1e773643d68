"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { ScanResult, Source } from "@/lib/api/types";
import { camerasKey } from "@/lib/cameras/cameras";

import { sourceKeys } from "./keys";

type NewSource = { name: string; path: string; cameras: string[] };

/** Add a folder with the chosen cameras, then look for its recordings at once, so that the page fills. */
export function useAddSource() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (source: NewSource) => {
      const added = await api<Source>("/sources", { method: "POST", json: source });
      // A scan that cannot start now is made by the next program; the folder is added all the same.
      await api<ScanResult>(`/sources/${added.id}/scan`, { method: "POST", json: {} }).catch(() => undefined);
      return added;
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: sourceKeys.list }),
        client.invalidateQueries({ queryKey: camerasKey }),
        client.invalidateQueries({ queryKey: ["recordings"] }),
        client.invalidateQueries({ queryKey: ["status"] }),
      ]),
  });
}
