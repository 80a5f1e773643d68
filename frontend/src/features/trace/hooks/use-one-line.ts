"use client";

import { useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Room that has to be there beyond what was too little, so that nothing goes to and fro, in px. */
const MORE_PX = 16;

/** Whether what is in `bar` has to be folded up to stand in one line. Known before anything is painted. */
export function useOneLine(bar: RefObject<HTMLElement | null>): boolean {
  const [folded, setFolded] = useState(false);
  const tooNarrowPx = useRef(0);

  // After every render: another language or name changes what there is to fit.
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return;
    function look() {
      if (!element) return;
      if (folded) {
        if (element.clientWidth > tooNarrowPx.current + MORE_PX) setFolded(false);
      } else if (isBroken(element)) {
        tooNarrowPx.current = element.clientWidth;
        setFolded(true);
      }
    }
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  });

  return folded;
}

/** The last thing in it stands lower than the first. */
function isBroken(element: HTMLElement): boolean {
  const things = [...element.querySelectorAll("button")].map((button) => button.getBoundingClientRect());
  const first = things[0];
  return first !== undefined && things.some((one) => one.height > 0 && one.top >= first.bottom);
}
