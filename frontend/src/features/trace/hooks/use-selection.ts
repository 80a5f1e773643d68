"use client";

import { useCallback, useState } from "react";

/** Events ticked for cutting together. */
export function useSelection() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string, wanted: boolean) => {
    setChosen((before) => {
      const next = new Set(before);
      if (wanted) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const replace = useCallback((ids: Iterable<string>) => setChosen(new Set(ids)), []);
  return { chosen, toggle, replace };
}
