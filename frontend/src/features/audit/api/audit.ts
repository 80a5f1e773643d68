"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, apiUrl } from "@/lib/api/client";
import type { AuditPage } from "@/lib/api/types";

export const PAGE_SIZE = 50;

export type AuditFilter = {
  from_ms: number | null;
  /** Exclusive. */
  to_ms: number | null;
  actor: string | null;
  action: string | null;
  text: string | null;
};

export function useAudit(filter: AuditFilter, page: number) {
  return useQuery({
    queryKey: ["audit", filter, page],
    queryFn: ({ signal }) => api<AuditPage>("/audit", { query: { ...filter, page, page_size: PAGE_SIZE }, signal }),
    placeholderData: keepPreviousData,
    // Looking at it, or saving it as a table, adds to it: what was read a moment ago is old.
    staleTime: 0,
  });
}

export function auditTable(filter: AuditFilter): string {
  return apiUrl("/audit.csv", filter);
}
