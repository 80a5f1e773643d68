import { useEffect, type RefObject } from "react";

/**
 * React makes an element some time before it shows it, and lets what the element says in between pass: a video that has
 * loaded or failed by then is told of again. `made` changes with each new element.
 */
export function useMissedEvents(video: RefObject<HTMLVideoElement | null>, made: unknown): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    if (element.error) element.dispatchEvent(new Event("error"));
    if (element.readyState >= HTMLMediaElement.HAVE_METADATA) element.dispatchEvent(new Event("loadedmetadata"));
    if (element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) element.dispatchEvent(new Event("canplay"));
  }, [video, made]);
}
