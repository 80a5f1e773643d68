"use client";

import { useCallback, useMemo, useState } from "react";

import type { Recording } from "@/lib/api/types";

/** What can be done with the files that are ticked. */
export type ChosenFiles = {
  count: number;
  /** Failed or left out: can be retried. */
  retry: number[];
  /** Done: can be analysed again. */
  again: number[];
  has: (id: number) => boolean;
  toggle: (recording: Recording) => void;
  clear: () => void;
};

export function canBeChosen(recording: Recording): boolean {
  return ["failed", "skipped", "done"].includes(recording.status);
}

/** Ticked files, each with the status it had when it was ticked: rows out of sight are not fetched. */
export function useChosenFiles(): ChosenFiles {
  const [chosen, setChosen] = useState<ReadonlyMap<number, string>>(new Map());
  const toggle = useCallback((recording: Recording) => {
    setChosen((before) => {
      const after = new Map(before);
      if (!after.delete(recording.id)) after.set(recording.id, recording.status);
      return after;
    });
  }, []);
  const clear = useCallback(() => setChosen(new Map()), []);
  return useMemo(
    () => ({
      count: chosen.size,
      retry: [...chosen].filter(([, status]) => status !== "done").map(([id]) => id),
      again: [...chosen].filter(([, status]) => status === "done").map(([id]) => id),
      has: (id) => chosen.has(id),
      toggle,
      clear,
    }),
    [chosen, toggle, clear],
  );
}
