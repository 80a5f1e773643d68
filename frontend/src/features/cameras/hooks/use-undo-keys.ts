"use client";

import { useEffect, useRef } from "react";

import type { Draft } from "./use-draft";

/** Ctrl+Z takes back, Ctrl+Shift+Z and Ctrl+Y repeat; text fields keep their own, and nothing changes behind a dialog. */
export function useUndoKeys(draft: Draft): void {
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || isElsewhere(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) latest.current.undo();
      else if (key === "y" || key === "z") latest.current.redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function isElsewhere(target: EventTarget | null): boolean {
  const theirs = "input:not([type=range]), textarea, [contenteditable=true], [role=dialog], [role=alertdialog]";
  return target instanceof Element && target.closest(theirs) !== null;
}
