"use client";

import { useEffect, useRef } from "react";

export type TraceKey = "/" | " " | "," | "." | "ArrowUp" | "ArrowDown" | "c" | "d";

const keys: readonly string[] = ["/", " ", ",", ".", "ArrowUp", "ArrowDown", "c", "d"];

/** Keys of the page, where they are not meant for a field or an open dialog. `handle` says whether it used the key. */
export function useTraceKeys(handle: (key: TraceKey) => boolean): void {
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    function down(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (!keys.includes(key) || !isForPage(event.target, key)) return;
      if (latest.current(key as TraceKey)) event.preventDefault();
    }
    window.addEventListener("keydown", down);
    return () => window.removeEventListener("keydown", down);
  }, []);
}

function isForPage(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest("[role=menu], [role=listbox]")) return false;
  const dialog = target.closest("[role=dialog]");
  // The player may itself stand in a dialog (on phones); its keys work there.
  if (dialog && !dialog.querySelector("video")) return false;
  const input = target.closest("input, textarea, select, [contenteditable=true]");
  if (input) {
    const isSlider = input instanceof HTMLInputElement && (input.type === "range" || input.type === "checkbox");
    return isSlider && !["ArrowUp", "ArrowDown", " "].includes(key);
  }
  // The space bar presses a focused button or link, as everywhere.
  return !(key === " " && target.closest("button, a, summary, [role=button]"));
}
