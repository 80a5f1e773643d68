"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { usePollInterval } from "@/lib/live/live-provider";
import type { EventList, SearchResult } from "@/lib/api/types";

import { EVENT_PAGE_SIZE, eventsQuery } from "../api/get-events";
import { SEARCH_PAGE_SIZE, searchQuery, type SearchWish } from "../api/search";
import { usePages } from "./use-pages";

/** Most events that are cut together. */
export const LARGEST_BATCH = 500;

/** What is listed: the results of the search, or without one the newest events. */
export function useResults(wish: SearchWish) {
  const client = useQueryClient();
  const searching = wish.text.trim() !== "";
  const pollMs = usePollInterval(5_000);
  const search = usePages<SearchResult>({
    query: (page) => searchQuery(wish, page) as never,
    pageSize: SEARCH_PAGE_SIZE,
    enabled: searching,
  });
  const time = { fromMs: wish.fromMs, toMs: wish.toMs, cameraIds: wish.cameraIds };
  const latest = usePages<EventList>({
    query: (page) => eventsQuery(time, page) as never,
    pageSize: EVENT_PAGE_SIZE,
    enabled: !searching,
    pollMs,
  });
  const { pages: searchPages } = search;
  const { pages: eventPages } = latest;
  /** Ids of the events that were read so far, in the order of the list. */
  const listed = useMemo(() => {
    const ordered = [...(searching ? searchPages : eventPages)].sort(([one], [other]) => one - other);
    return [...new Set(ordered.flatMap(([, page]) => idsOf(page)))];
  }, [searching, searchPages, eventPages]);

  /** Ids of all events of the list, up to a batch. Throws ApiError. */
  async function all(): Promise<string[]> {
    const found = new Set<string>();
    for (let page = 1; found.size < LARGEST_BATCH; page++) {
      const read = searching
        ? await client.fetchQuery(searchQuery(wish, page))
        : await client.fetchQuery(eventsQuery(time, page));
      const before = found.size;
      for (const id of idsOf(read)) found.add(id);
      if ("groups" in read ? read.groups.length === 0 || page * SEARCH_PAGE_SIZE >= rowsOf(read) : found.size === before) break;
    }
    return [...found].slice(0, LARGEST_BATCH);
  }

  return { searching, search, latest, listed, all };
}

/** One code: its events are paged. Several: the codes are. */
function rowsOf(result: SearchResult): number {
  return result.codes_total > 1 ? result.codes_total : (result.groups[0]?.total ?? 0);
}

function idsOf(page: SearchResult | EventList): string[] {
  return "groups" in page
    ? page.groups.flatMap((group) => group.matches.map((match) => match.event.id))
    : page.items.map((event) => event.id);
}
