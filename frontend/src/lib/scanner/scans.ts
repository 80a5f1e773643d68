"use client";

import { useEffect, useRef } from "react";

type Take = (code: string) => void;

/** The page that searches codes, when it is the one on screen. */
let taker: Take | null = null;
/** A code that was scanned elsewhere and waits for that page. */
let waiting: string | null = null;

/** Hand a scanned code to the page that searches; false: it is not on screen and will take the code when it comes. */
export function passScan(code: string): boolean {
  if (taker === null) waiting = code;
  else taker(code);
  return taker !== null;
}

const NOT_TYPED_INTO = ["button", "checkbox", "color", "file", "radio", "range", "reset", "submit"];

/**
 * Whether a code that is scanned with the focus in `field` belongs there. Where codes are searched, only in a field that
 * asks for one (`data-scan="keep"`); on other pages in every text field: whoever put the cursor there meant it.
 */
export function keepsScan(field: Element): boolean {
  if (field.closest("[data-scan=keep]")) return true;
  if (taker !== null) return false;
  return !(field instanceof HTMLInputElement && NOT_TYPED_INTO.includes(field.type));
}

/** Called with every code that is scanned, and with one that was scanned on another page right before. */
export function useScans(take: Take): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const own: Take = (code) => latest.current(code);
    taker = own;
    if (waiting !== null) own(waiting);
    waiting = null;
    return () => {
      if (taker === own) taker = null;
    };
  }, []);
}
