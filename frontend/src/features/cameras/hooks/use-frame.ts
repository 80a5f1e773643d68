"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { apiUrl } from "@/lib/api/client";
import { useReachable } from "@/lib/live/live-provider";

import type { Size } from "../components/shapes";

type Frame = { url: string; size: Size };
type Loaded = { url: string; frame: Frame | null };

/**
 * The frame of a recording at a moment. While the next one is fetched the one before stays, so the picture does not
 * flicker under the regions. One is fetched at a time, then the latest that was asked for: a slow server shows fewer
 * frames, not none. `failed` is set when the server had no picture; it is asked for once more by `again`, and by itself
 * when the server was away and is back.
 */
export function useFrame(cameraId: number, recordingId: number | null, atMs: number) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const wanted = useRef<string | null>(null);
  const fetching = useRef(false);
  const [attempt, setAttempt] = useState(0);
  const url =
    recordingId === null
      ? null
      : apiUrl(`/cameras/${cameraId}/frame`, { recording_id: recordingId, at_ms: Math.round(atMs) });

  useEffect(() => {
    wanted.current = url;
    function fetchNext() {
      const next = wanted.current;
      if (next === null || fetching.current) return;
      fetching.current = true;
      const image = new Image();
      const end = (frame: (before: Loaded | null) => Frame | null) => {
        fetching.current = false;
        // Nobody looks any more once the page was left.
        if (wanted.current === null) return;
        setLoaded((before) => ({ url: next, frame: frame(before) }));
        if (wanted.current !== next) fetchNext();
      };
      image.onload = () => end(() => ({ url: next, size: { width: image.naturalWidth, height: image.naturalHeight } }));
      image.onerror = () => end((before) => before?.frame ?? null);
      image.src = next;
    }
    fetchNext();
  }, [url, attempt]);

  const again = useCallback(() => {
    setLoaded((before) => (before?.frame ? { url: before.frame.url, frame: before.frame } : null));
    setAttempt((before) => before + 1);
  }, []);

  useEffect(
    () => () => {
      wanted.current = null;
    },
    [],
  );

  const frame = loaded?.frame ?? null;
  const failed = url !== null && loaded?.url === url && frame?.url !== url;

  const reachable = useReachable();
  const wasReachable = useRef(reachable);
  useEffect(() => {
    if (reachable && !wasReachable.current && failed) again();
    wasReachable.current = reachable;
  }, [reachable, failed, again]);

  return { frame, loading: url !== null && loaded?.url !== url, failed, again };
}
