"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import type { SourceCheck, SourceDraft } from "@/lib/api/types";

import { trySource } from "../api/try-source";

export type Trial = { phase: "running" | "ok" | "failed" | "error"; steps: readonly SourceCheck[]; error: unknown; tookMs: number };

const NOTHING: Trial = { phase: "running", steps: [], error: null, tookMs: 0 };

/**
 * A connection test of `draft`, run at once and again on demand; given up when nobody looks any more. `onError` is told
 * when the server does not even try.
 */
export function useTrial(draft: SourceDraft, onError: (error: unknown) => void): [Trial, () => void] {
  const [trial, setTrial] = useState<Trial>(NOTHING);
  const [turn, setTurn] = useState(0);
  const latest = useRef({ draft, onError });
  useEffect(() => {
    latest.current = { draft, onError };
  });

  useEffect(() => {
    const ending = new AbortController();
    const begun = performance.now();
    const steps: SourceCheck[] = [];
    const tell = (phase: Trial["phase"], error: unknown = null) =>
      !ending.signal.aborted && setTrial({ phase, steps: [...steps], error, tookMs: performance.now() - begun });
    trySource(
      latest.current.draft,
      (step) => {
        steps.push(step);
        tell("running");
      },
      ending.signal,
    ).then(
      (ok) => tell(ok ? "ok" : "failed"),
      (error: unknown) => {
        tell("error", error);
        if (!ending.signal.aborted) latest.current.onError(error);
      },
    );
    return () => ending.abort();
  }, [turn]);

  const again = useCallback(() => {
    setTrial(NOTHING);
    setTurn((before) => before + 1);
  }, []);
  return [trial, again];
}
