"use client";

import { useQuery, useQueryClient, type QueryKey } from "@tanstack/react-query";

import { usePollInterval } from "@/lib/live/live-provider";
import type { EventList, SearchResult } from "@/lib/api/types";

import { EVENT_PAGE_SIZE, eventsQuery } from "../api/get-events";
import { SEARCH_PAGE_SIZE, searchQuery, type SearchWish } from "../api/search";
import { usePages } from "./use-pages";

/** Most events that are cut together. */
export const LARGEST_BATCH = 500;

/** A batch of the list: which of its events, counted from 1, and whether there are further ones. */
export type Part = { ids: readonly string[]; from: number; to: number; more: boolean };

/** The events of a search, page by page. */
export function useFound(wish: SearchWish) {
  return usePages<SearchResult>({
    query: (page) => searchQuery(wish, page) as never,
    pageSize: SEARCH_PAGE_SIZE,
    enabled: isSearch(wish),
  });
}

/** The newest events, page by page. */
export function useLatest(wish: SearchWish) {
  const pollMs = usePollInterval(5_000);
  return usePages<EventList>({
    query: (page) => eventsQuery(wish, page) as never,
    pageSize: EVENT_PAGE_SIZE,
    enabled: !isSearch(wish),
    pollMs,
  });
}

export function isSearch(wish: SearchWish): boolean {
  return wish.text.trim() !== "";
}

/** What the page does with the list as a whole; the list itself reads its pages. */
export function useResults(wish: SearchWish) {
  const client = useQueryClient();
  const searching = isSearch(wish);
  const busy = useQuery({ ...searchQuery(wish, 1), enabled: searching }).isFetching;

  function pageQuery(page: number) {
    return searching ? searchQuery(wish, page) : eventsQuery(wish, page);
  }

  /** Ids of the events that were read so far, in the order of the list. */
  function listed(): string[] {
    const ids = new Set<string>();
    const head = known(pageQuery(1).queryKey);
    const pages = head === undefined ? 0 : pagesOf(head);
    for (let page = 1; page <= pages; page++) {
      for (const id of idsOf(known(pageQuery(page).queryKey))) ids.add(id);
    }
    return [...ids];
  }

  function known(key: QueryKey): SearchResult | EventList | undefined {
    return client.getQueryData<SearchResult | EventList>(key);
  }

  /** A batch of the list, counted from 0. Throws ApiError. */
  async function part(number: number): Promise<Part> {
    const found = new Set<string>();
    const from = number * LARGEST_BATCH;
    const enough = from + LARGEST_BATCH + 1;
    for (let page = 1, pages = 1; page <= pages && found.size < enough; page++) {
      const read = await (searching ? client.fetchQuery(searchQuery(wish, page)) : client.fetchQuery(eventsQuery(wish, page)));
      for (const id of idsOf(read)) found.add(id);
      pages = pagesOf(read);
    }
    const ids = [...found].slice(from, from + LARGEST_BATCH);
    return { ids, from: from + 1, to: from + ids.length, more: found.size >= enough };
  }

  return { busy, listed, part };
}

function pagesOf(list: SearchResult | EventList): number {
  if (!("groups" in list)) return Math.ceil(list.total / EVENT_PAGE_SIZE);
  // One code: its events are paged. Several: the codes are.
  const rows = list.codes_total > 1 ? list.codes_total : (list.groups[0]?.total ?? 0);
  return Math.ceil(rows / SEARCH_PAGE_SIZE);
}

function idsOf(page: SearchResult | EventList | undefined): string[] {
  if (page === undefined) return [];
  return "groups" in page
    ? page.groups.flatMap((group) => group.matches.map((match) => match.event.id))
    : page.items.map((event) => event.id);
}
