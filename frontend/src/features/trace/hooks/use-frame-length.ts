"use client";

import { useEffect, useRef, type RefObject } from "react";

const USUAL_S = 1 / 25;

/**
 * The time between two frames of the playing video, learned from the frames that were shown, since browsers do not
 * tell the frame rate. Until two were seen, 25 frames per second.
 */
export function useFrameLength(video: RefObject<HTMLVideoElement | null>, source: string): RefObject<number> {
  const length = useRef(USUAL_S);
  useEffect(() => {
    const element = video.current;
    length.current = USUAL_S;
    if (!element || !("requestVideoFrameCallback" in element)) return;
    let last: number | null = null;
    const seen: number[] = [];
    let handle = element.requestVideoFrameCallback(look);
    function look(_now: number, frame: VideoFrameCallbackMetadata) {
      const step = last === null ? 0 : frame.mediaTime - last;
      last = frame.mediaTime;
      // Seeks and dropped frames give larger steps; the median of a second's frames is the true one.
      if (step > 0.005 && step < 0.5) {
        seen.push(step);
        if (seen.length > 25) seen.shift();
        length.current = [...seen].sort((a, b) => a - b)[Math.floor(seen.length / 2)] ?? USUAL_S;
      }
      handle = element?.requestVideoFrameCallback(look) ?? 0;
    }
    return () => element.cancelVideoFrameCallback(handle);
  }, [video, source]);
  return length;
}
