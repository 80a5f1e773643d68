"use client";

import { queryOptions } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SearchIn, SearchResult } from "@/lib/api/types";

import { traceKeys } from "./keys";

export const SEARCH_PAGE_SIZE = 50;

export type SearchWish = {
  text: string;
  fromMs: number | null;
  toMs: number | null;
  cameraIds: readonly number[];
};

export function searchBody(wish: SearchWish): SearchIn {
  return {
    text: wish.text,
    from_ms: wish.fromMs,
    to_ms: wish.toMs,
    camera_ids: wish.cameraIds.length > 0 ? [...wish.cameraIds] : null,
  };
}

/** The events in which the codes of the text were seen, grouped per code. One code: its events are paged; several: the
 * codes are. */
export function searchQuery(wish: SearchWish, page: number) {
  return queryOptions({
    queryKey: traceKeys.search(wish, page),
    queryFn: ({ signal }) =>
      api<SearchResult>("/search", { method: "POST", json: { ...searchBody(wish), page, page_size: SEARCH_PAGE_SIZE }, signal }),
    staleTime: 10_000,
  });
}
