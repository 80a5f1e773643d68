"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { ApiError, asApiError } from "@/lib/api/errors";
import type { RegionJob } from "@/lib/api/types";
import { useReachable } from "@/lib/live/live-provider";

import { followRegionJob, type JobKind } from "../api/region-jobs";

type State = { job: RegionJob | null; running: boolean; error: unknown };
type Wish = { json: unknown; onDone?: (job: RegionJob) => void };

/**
 * One job at a time: starting another stops the one before, and so does leaving the page. `job` is the latest that
 * brought something; while the next one runs, it stays. A job that went with the server begins anew once that is back.
 */
export function useRegionJob(cameraId: number, kind: JobKind) {
  const [state, setState] = useState<State>({ job: null, running: false, error: null });
  const [progress, setProgress] = useState(0);
  const current = useRef<AbortController | null>(null);

  /** What was asked last, and whether it was lost with the server before. */
  const wish = useRef<(Wish & { again: boolean }) | null>(null);

  const cancel = useCallback(() => {
    current.current?.abort();
    current.current = null;
    wish.current = null;
    setState((before) => ({ ...before, running: false }));
  }, []);

  const begin = useCallback(
    ({ json, onDone }: Wish) => {
      current.current?.abort();
      const mine = new AbortController();
      current.current = mine;
      setState((before) => ({ ...before, running: true, error: null }));
      setProgress(0);
      const end = (change: Partial<State>) => {
        if (current.current === mine) setState((before) => ({ ...before, ...change, running: false }));
      };
      followRegionJob(cameraId, kind, json, mine.signal, (job) => {
        if (current.current === mine) setProgress(job.progress);
      }).then(
        (job) => {
          if (job?.status === "done") {
            if (current.current === mine) onDone?.(job);
            end({ job });
          } else if (job?.status === "failed") end({ error: new ApiError(job.reason_code ?? "internal", job.reason ?? "", 422) });
          else end({});
        },
        (error: unknown) => end({ error }),
      );
    },
    [cameraId, kind],
  );

  const start = useCallback(
    (json: unknown, onDone?: (job: RegionJob) => void) => {
      wish.current = { json, onDone, again: false };
      begin(wish.current);
    },
    [begin],
  );

  const reachable = useReachable();
  const { status, code } = state.error ? asApiError(state.error) : { status: -1, code: null };
  const isBack = status === 0 && reachable;
  // It was away so shortly that nobody noticed; it does not know the job any more.
  const isGone = code === "job_gone";
  useEffect(() => {
    const lost = wish.current;
    if (!lost || !(isBack || (isGone && !lost.again))) return;
    lost.again = isGone;
    begin(lost);
  }, [isBack, isGone, begin]);

  const forget = useCallback(() => setState((before) => ({ ...before, job: null, error: null })), []);

  useEffect(() => () => current.current?.abort(), []);

  return { ...state, progress, start, cancel, forget };
}
