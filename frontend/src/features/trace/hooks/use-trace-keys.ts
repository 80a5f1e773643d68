"use client";

import { useEffect, useRef } from "react";

const keys = ["/", " ", ",", ".", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "c", "d", "?", "+", "-", "0"] as const;

export type TraceKey = (typeof keys)[number];

/** These wait a moment: a scanner's code may begin with them, and must not cut a clip. */
const cautious: readonly string[] = ["c", "d", "?", "+", "-", "0"];
const PAUSE_MS = 70;
const BURST = 4;

/** Keys of the page, where they are not meant for a field or an open dialog. `handle` says whether it used the key. */
export function useTraceKeys(handle: (key: TraceKey) => boolean): void {
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    let run = 0;
    function down(event: KeyboardEvent) {
      clearTimeout(waiting);
      // Each key of a burst takes back the one before; the last of a code has letters and digits right before it.
      if (/^[\p{L}\d]$/u.test(event.key)) {
        run = event.timeStamp - last < PAUSE_MS && !event.repeat ? run + 1 : 1;
        last = event.timeStamp;
      }
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = keyOf(event);
      if (key === null || !isForPage(event.target, key)) return;
      if (cautious.includes(key)) {
        const ends = run >= BURST && event.timeStamp - last < PAUSE_MS;
        if (!ends) waiting = setTimeout(() => latest.current(key), PAUSE_MS);
      } else if (latest.current(key)) event.preventDefault();
    }
    window.addEventListener("keydown", down);
    return () => {
      clearTimeout(waiting);
      window.removeEventListener("keydown", down);
    };
  }, []);
}

function keyOf(event: KeyboardEvent): TraceKey | null {
  const key = event.key === "=" ? "+" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return keys.find((one) => one === key) ?? null;
}

function isForPage(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest("[role=menu], [role=listbox]")) return false;
  const dialog = target.closest("[role=dialog]");
  // The player may itself stand in a dialog (on phones); its keys work there.
  if (dialog && !dialog.querySelector("video")) return false;
  const input = target.closest("input, textarea, select, [contenteditable=true]");
  if (input) {
    if (!(input instanceof HTMLInputElement)) return false;
    // A slider moves by the arrows, a box is ticked by the space bar; the other keys mean nothing to them.
    if (input.type === "range") return !key.startsWith("Arrow");
    return input.type === "checkbox" && key !== " " && !key.startsWith("Arrow");
  }
  // The space bar presses a focused button or link, as everywhere.
  return !(key === " " && target.closest("button, a, summary, [role=button]"));
}
