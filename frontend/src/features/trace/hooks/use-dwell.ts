"use client";

import { useEffect, useState } from "react";

/** After this time on the page a row is one that somebody may look at, in ms. */
const DWELL_MS = 120;

let movedAt = Number.NEGATIVE_INFINITY;

/** The list moves: rows that come now may be gone at once. */
export function listMoved(): void {
  movedAt = performance.now();
}

/**
 * Whether what is dear (pictures) may load: at once in a list that stands still, else once the part has been there for a
 * moment. Whoever rushes through ten thousand rows asks the server for none of their pictures.
 */
export function useDwell(): boolean {
  const [stays, setStays] = useState(() => performance.now() - movedAt > DWELL_MS);
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => setStays(true), DWELL_MS);
    return () => clearTimeout(timer);
  }, [stays]);
  return stays;
}
