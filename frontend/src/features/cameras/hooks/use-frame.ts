"use client";

import { useEffect, useState } from "react";

import { apiUrl } from "@/lib/api/client";

import type { Size } from "../components/shapes";

type Frame = { url: string; size: Size };
type Loaded = { url: string; frame: Frame | null };

/**
 * The frame of a recording at a moment. While the next one is fetched the one before stays, so the picture does not
 * flicker under the boxes. `failed` is set when the server had no picture.
 */
export function useFrame(cameraId: number, recordingId: number | null, atMs: number) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const url =
    recordingId === null
      ? null
      : apiUrl(`/cameras/${cameraId}/frame`, { recording_id: recordingId, at_ms: Math.round(atMs) });

  useEffect(() => {
    if (url === null) return;
    const image = new Image();
    image.onload = () =>
      setLoaded({ url, frame: { url, size: { width: image.naturalWidth, height: image.naturalHeight } } });
    image.onerror = () => setLoaded((before) => ({ url, frame: before?.frame ?? null }));
    image.src = url;
    return () => {
      image.onload = null;
      image.onerror = null;
    };
  }, [url]);

  const frame = loaded?.frame ?? null;
  return {
    frame,
    loading: url !== null && loaded?.url !== url,
    failed: url !== null && loaded?.url === url && frame?.url !== url,
  };
}
