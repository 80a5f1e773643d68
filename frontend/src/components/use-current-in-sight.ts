import { useEffect, useRef, type RefObject } from "react";

/** For a strip of links that scrolls sideways on phones: brings the one that is `aria-current` into sight. */
export function useCurrentInSight(current: string): RefObject<HTMLDivElement | null> {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = strip.current;
    const link = box?.querySelector("[aria-current]");
    if (!box || !link) return;
    // Not scrollIntoView: that would also scroll the page.
    const [outer, inner] = [box.getBoundingClientRect(), link.getBoundingClientRect()];
    box.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  }, [current]);
  return strip;
}
