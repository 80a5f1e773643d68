"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { ApiError } from "@/lib/api/errors";
import type { RegionJob } from "@/lib/api/types";

import { followRegionJob, type JobKind } from "../api/region-jobs";

type State = { job: RegionJob | null; running: boolean; error: unknown };

/**
 * One job at a time: starting another stops the one before, and so does leaving the page. `job` is the latest that
 * brought something; while the next one runs, it stays.
 */
export function useRegionJob(cameraId: number, kind: JobKind) {
  const [state, setState] = useState<State>({ job: null, running: false, error: null });
  const [progress, setProgress] = useState(0);
  const current = useRef<AbortController | null>(null);

  const cancel = useCallback(() => {
    current.current?.abort();
    current.current = null;
    setState((before) => ({ ...before, running: false }));
  }, []);

  const start = useCallback(
    (json: unknown, onDone?: (job: RegionJob) => void) => {
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

  const forget = useCallback(() => setState((before) => ({ ...before, job: null, error: null })), []);

  useEffect(() => () => current.current?.abort(), []);

  return { ...state, progress, start, cancel, forget };
}
