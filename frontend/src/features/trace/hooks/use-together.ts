"use client";

import { useCallback, useState } from "react";

const KEY = "epack.together";

/** Whether the other cameras are shown beside the player; remembered in this browser. */
export function useTogether(): [boolean, (together: boolean) => void] {
  const [together, setTogether] = useState(read);
  const change = useCallback((next: boolean) => {
    setTogether(next);
    try {
      localStorage.setItem(KEY, next ? "yes" : "no");
    } catch {
      // Without storage the choice holds for this event.
    }
  }, []);
  return [together, change];
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
}
