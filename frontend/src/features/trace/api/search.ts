"use client";

import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SearchIn, SearchResult } from "@/lib/api/types";

import { traceKeys } from "./keys";

export const SEARCH_PAGE_SIZE = 50;

export type SearchWish = {
  text: string;
  fromMs: number | null;
  toMs: number | null;
  cameraIds: readonly number[];
  /** Of the events of one code, or of the codes where there are several. */
  page: number;
};

export function searchQuery(wish: SearchWish) {
  const body: SearchIn = {
    text: wish.text,
    from_ms: wish.fromMs,
    to_ms: wish.toMs,
    camera_ids: wish.cameraIds.length > 0 ? [...wish.cameraIds] : null,
    page: wish.page,
    page_size: SEARCH_PAGE_SIZE,
  };
  return queryOptions({
    queryKey: traceKeys.search(wish),
    queryFn: ({ signal }) => api<SearchResult>("/search", { method: "POST", json: body, signal }),
    staleTime: 10_000,
  });
}

/** The events in which the codes of the text were seen, grouped per code. Asked only when there is text. */
export function useSearch(wish: SearchWish) {
  return useQuery({
    ...searchQuery(wish),
    enabled: wish.text.trim() !== "",
    placeholderData: keepPreviousData,
  });
}
