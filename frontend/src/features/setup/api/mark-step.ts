"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Setup, SetupStep } from "@/lib/api/types";
import { setupStateKey } from "@/lib/setup/setup";

/** Note that a step is done or skipped: the set-up goes on there after a reload or a restart. */
export function useMarkStep() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ step, status }: { step: SetupStep; status: "done" | "skipped" }) =>
      api<Setup>(`/setup/steps/${step}`, { method: "PUT", json: { status } }),
    onSuccess: (state) => client.setQueryData(setupStateKey, state),
  });
}

export function useFinishSetup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api<Setup>("/setup/finish", { method: "POST", json: {} }),
    onSuccess: (state) => client.setQueryData(setupStateKey, state),
  });
}
