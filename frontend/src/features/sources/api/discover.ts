"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { api } from "@/lib/api/client";
import { ApiError } from "@/lib/api/errors";
import type { DeviceSearch, FoundDevice } from "@/lib/api/types";

type State = { phase: "idle" | "running" | "done"; progress: number | null; devices: readonly FoundDevice[]; error: unknown };

const LOOK_MS = 500;

/** Looks for devices on the net of this machine; those found so far are there while it goes on. */
export function useDiscovery(): State & { run: () => void } {
  const [state, setState] = useState<State>({ phase: "idle", progress: null, devices: [], error: null });
  const ending = useRef<AbortController | null>(null);
  useEffect(() => () => ending.current?.abort(), []);

  const run = useCallback(() => {
    ending.current?.abort();
    const control = new AbortController();
    ending.current = control;
    setState({ phase: "running", progress: 0, devices: [], error: null });
    const tell = (next: State) => !control.signal.aborted && setState(next);
    void (async () => {
      try {
        let job = await api<DeviceSearch>("/sources/discover", { method: "POST", json: {}, signal: control.signal });
        while (!job.done) {
          tell({ phase: "running", progress: job.progress, devices: job.devices, error: null });
          await new Promise((done) => setTimeout(done, LOOK_MS));
          if (control.signal.aborted) return;
          job = await api<DeviceSearch>(`/sources/discover/${job.id}`, { signal: control.signal });
        }
        const error = job.status === "failed" ? new ApiError(job.reason_code ?? "unexpected", job.reason ?? "", 400) : null;
        tell({ phase: "done", progress: 1, devices: job.devices, error });
      } catch (error) {
        tell({ phase: "done", progress: null, devices: [], error });
      }
    })();
  }, []);

  return { ...state, run };
}
