"use client";

import { keepPreviousData, useQueries, useQuery, type QueryKey, type UseQueryOptions } from "@tanstack/react-query";
import { useCallback, useState } from "react";

type Options<T> = {
  /** Of page `page`, which counts from 1. */
  query: (page: number) => Pick<UseQueryOptions<T>, "queryKey" | "queryFn" | "staleTime">;
  pageSize: number;
  enabled: boolean;
  /** Push is down: ask for the first page again after so many ms. */
  pollMs?: number | false;
};

type Shown = { key: string; from: number; to: number };

/**
 * A long list read page by page, only where it is looked at: the first page always, since it tells how long the list
 * is, and those around the rows that `show` names.
 */
export function usePages<T>({ query, pageSize, enabled, pollMs = false }: Options<T>) {
  const first = query(1);
  const key = keyText(first.queryKey);
  const [shown, setShown] = useState<Shown>({ key, from: 1, to: 1 });
  // Another list begins at its top.
  const range = shown.key === key ? shown : { key, from: 1, to: 1 };
  const head = useQuery<T>({
    ...first,
    enabled,
    refetchInterval: pollMs,
    // The former list stays on screen until the new one is there.
    placeholderData: keepPreviousData as never,
  });
  const further: number[] = [];
  for (let page = Math.max(2, range.from); page <= range.to; page++) further.push(page);
  const rest = useQueries({ queries: further.map((page) => ({ ...(query(page) as UseQueryOptions<T>), enabled })) });
  const pages = new Map<number, T>();
  if (head.data !== undefined) pages.set(1, head.data);
  further.forEach((page, place) => {
    const data = rest[place]?.data;
    if (data !== undefined) pages.set(page, data);
  });
  const show = useCallback(
    (firstRow: number, lastRow: number) => {
      const from = Math.floor(firstRow / pageSize) + 1;
      const to = Math.floor(lastRow / pageSize) + 1;
      setShown((before) => (before.key === key && before.from === from && before.to === to ? before : { key, from, to }));
    },
    [key, pageSize],
  );
  return { head, pages, show };
}

function keyText(key: QueryKey): string {
  return JSON.stringify(key);
}
