"use client";

import { useEffect, useState } from "react";

/** The value as it was when it last held still for `delayMs`. */
export function useLate<T>(value: T, delayMs: number): T {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return late;
}
