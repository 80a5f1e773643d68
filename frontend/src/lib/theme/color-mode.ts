"use client";

import { useSyncExternalStore } from "react";

export type ColorMode = "light" | "dark";

const KEY = "epack.theme";
const listeners = new Set<() => void>();

/** Sets the class before the first paint; stands in the page's head, so it is plain JavaScript without imports. */
export const colorModeScript = `(function(){var m=null;try{m=localStorage.getItem("${KEY}")}catch(e){}
if(m!=="light"&&m!=="dark")m=matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";
document.documentElement.className=m;document.documentElement.style.colorScheme=m})()`;

function current(): ColorMode {
  return document.documentElement.classList.contains("dark") ? "dark" : "light";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setColorMode(mode: ColorMode): void {
  const root = document.documentElement;
  root.classList.remove("light", "dark");
  root.classList.add(mode);
  root.style.colorScheme = mode;
  try {
    localStorage.setItem(KEY, mode);
  } catch {
    // Without storage the choice holds for this page.
  }
  for (const listener of listeners) listener();
}

export function useColorMode(): ColorMode {
  return useSyncExternalStore(subscribe, current, () => "light" as const);
}
