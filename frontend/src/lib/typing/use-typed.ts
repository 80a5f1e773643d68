"use client";

import { useEffect, useRef, useState } from "react";

/**
 * A text that is typed, and told once the typing pauses. `text` is what holds elsewhere (in the address): where that
 * changes otherwise, as by going back, the field follows.
 */
export function useTyped(text: string, tell: (text: string) => void, pauseMs: number): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (text !== known) {
    setKnown(text);
    if (text !== typed.trim()) setTyped(text);
  }
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = setTimeout(() => latest.current(typed.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, text, pauseMs]);
  return [typed, setTyped];
}
