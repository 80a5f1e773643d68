"use client";

import { useEffect, useRef, useState } from "react";

/** Frames are fetched one by one, so playing steps by half a second, twice as fast as life. */
const STEP_MS = 500;
const EVERY_MS = 250;

/** Steps from the shown instant to the end, telling each one to `go`. */
export function usePlayhead(shownMs: number, endMs: number, go: (instantMs: number) => void) {
  const [playing, setPlaying] = useState(false);
  const at = useRef(shownMs);
  useEffect(() => {
    at.current = shownMs;
  });

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      if (at.current + STEP_MS > endMs) setPlaying(false);
      else go(at.current + STEP_MS);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [playing, endMs, go]);

  return {
    playing: playing && shownMs + STEP_MS <= endMs,
    toggle: () => setPlaying(!playing),
    stop: () => setPlaying(false),
  };
}
