"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SavedSearch, SavedSearchList } from "@/lib/api/types";

import { traceKeys } from "./keys";

export function useSavedSearches(enabled: boolean) {
  return useQuery({
    queryKey: traceKeys.savedSearches,
    queryFn: ({ signal }) => api<SavedSearchList>("/searches", { signal }),
    enabled,
  });
}

/** Keep the address of a search under a name; one of the same name is replaced. */
export function useSaveSearch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: { name: string; address: string }) => api<SavedSearch>("/searches", { method: "PUT", json: wish }),
    onSuccess: () => client.invalidateQueries({ queryKey: traceKeys.savedSearches }),
  });
}

export function useForgetSearch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api<void>(`/searches/${id}`, { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: traceKeys.savedSearches }),
  });
}
