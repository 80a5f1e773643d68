"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { About } from "@/lib/api/types";

const LOOK_MS = 500;
const PATIENCE_MS = 90_000;

/** Restart the server and wait until the next one answers. Throws when none does. */
export function useRestart() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const { started_ms: former } = await api<{ started_ms: number }>("/server/restart", { method: "POST", json: {} });
      const until = Date.now() + PATIENCE_MS;
      while (Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        const startedMs = await started();
        if (startedMs !== null && startedMs !== former) return;
      }
      throw new Error("no answer");
    },
    onSuccess: () => client.invalidateQueries(),
  });
}

/** When the server that answers was started; null while none does. */
async function started(): Promise<number | null> {
  try {
    return (await api<About>("/about")).started_ms;
  } catch {
    return null;
  }
}
