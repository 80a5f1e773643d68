"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { traceKeys } from "../api/keys";

/** Rows tell how many clips an event has: read them again once more clips are `ready`. Undefined while not known. */
export function useListsAfterCut(ready: number | undefined): void {
  const client = useQueryClient();
  const before = useRef(ready);
  useEffect(() => {
    const more = ready !== undefined && before.current !== undefined && ready > before.current;
    before.current = ready;
    if (!more) return;
    void client.invalidateQueries({ queryKey: traceKeys.searches });
    void client.invalidateQueries({ queryKey: traceKeys.eventLists });
  }, [client, ready]);
}
