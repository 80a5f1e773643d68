"use client";

import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { useLive } from "./live-provider";
import type { LiveType } from "./stream";

/**
 * Have the queries under `key` fetched again after pushes of these types, at most once per `everyMs`: a run of many
 * files pushes far more often than a list can be read.
 */
export function useRefreshOn(types: readonly LiveType[], key: QueryKey, everyMs = 1_000): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  useLive(types, () => {
    if (timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      void client.invalidateQueries({ queryKey: key });
    }, everyMs);
  });
}
