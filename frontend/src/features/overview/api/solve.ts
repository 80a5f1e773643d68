"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";

const calls = {
  retry_failed: { path: "/recordings/retry", json: { all_failed: true } },
  start_default: { path: "/program", json: { action: "run", program: "default" } },
  free_space: { path: "/storage/free", json: {} },
} as const;

export type Solution = keyof typeof calls;

export function isSolution(action: string): action is Solution {
  return action in calls;
}

/** What can be put right with one call. */
export function useSolve() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (solution: Solution) =>
      api<{ freed_bytes?: number; retried?: number }>(calls[solution].path, { method: "POST", json: calls[solution].json }),
    // Not waited for: with the problem goes its line, and could not say any more that it is solved.
    onSettled: () => void client.invalidateQueries(),
  });
}
