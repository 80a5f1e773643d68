"use client";

import { useSyncExternalStore } from "react";

const USUAL_PX = 16;

/**
 * How large 1 rem is here, in px: letters grow on very wide screens (system.ts), and what is placed by calculation, such
 * as the rows of a long list, has to grow with them.
 */
export function useRem(): number {
  return useSyncExternalStore(watch, () => parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_PX, () => USUAL_PX);
}

/** The same as a share of what is usual. */
export function useScale(): number {
  return useRem() / USUAL_PX;
}

function watch(changed: () => void): () => void {
  window.addEventListener("resize", changed);
  return () => window.removeEventListener("resize", changed);
}
