"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SourceKindList } from "@/lib/api/types";

import { sourceKeys } from "./keys";

/** The kinds of sources beyond this machine that the server knows. */
export function useKinds() {
  return useQuery({
    queryKey: sourceKeys.kinds,
    queryFn: ({ signal }) => api<SourceKindList>("/sources/kinds", { signal }),
    staleTime: Infinity,
  });
}
