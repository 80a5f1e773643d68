"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { FirstResult } from "@/lib/api/types";

import { setupKeys } from "./keys";

const LOOK_MS = 1_000;

/** How far the first result is; read again until it is there. */
export function useFirstResult() {
  return useQuery({
    queryKey: setupKeys.firstResult,
    queryFn: ({ signal }) => api<FirstResult>("/setup/first-result", { signal }),
    staleTime: 0,
    refetchInterval: (query) => {
      const phase = query.state.data?.phase;
      return phase === "done" || phase === "not_asked" ? false : LOOK_MS;
    },
  });
}

type Wish = {
  /** Look that far back first. */
  lookbackDays?: number;
  /** Try what failed once more. */
  retry?: boolean;
};

/** Have the newest footage analysed before everything else. */
export function useAskFirstResult() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ lookbackDays, retry }: Wish) => {
      if (retry) await api("/recordings/retry", { method: "POST", json: { all_failed: true } });
      if (lookbackDays) await api("/settings", { method: "PATCH", json: { lookback_days: lookbackDays } });
      return api<FirstResult>("/setup/first-result", { method: "POST", json: {} });
    },
    onSuccess: (state) => client.setQueryData(setupKeys.firstResult, state),
    onSettled: () => client.invalidateQueries({ queryKey: ["settings"] }),
  });
}
