"use client";

import { useEffect, useRef } from "react";

import { scanReader } from "./scan";

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Hear what a USB scanner reads, wherever the focus is. A field that the scanner typed into by the way gets back what it
 * held before. `keeps`: this field is what the code was meant for; it stays there.
 */
export function useScanner(onScan: (code: string) => void, keeps: (field: Element) => boolean): void {
  const latest = useRef({ onScan, keeps });
  useEffect(() => {
    latest.current = { onScan, keeps };
  });
  useEffect(() => {
    const read = scanReader();
    let field: { element: Field; value: string; last: number } | null = null;
    function down(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const target = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? event.target : null;
      // What stood there before the burst: taken at its first key, and again after each pause.
      if (target && event.key.length === 1) {
        if (field?.element !== target || event.timeStamp - field.last > 45) field = { element: target, value: target.value, last: 0 };
        field.last = event.timeStamp;
      }
      const code = read(event.key, event.timeStamp);
      if (code === null || (target && latest.current.keeps(target))) return;
      event.preventDefault();
      event.stopPropagation();
      if (field && field.element === target) restore(field.element, field.value);
      field = null;
      latest.current.onScan(code);
    }
    window.addEventListener("keydown", down, { capture: true });
    return () => window.removeEventListener("keydown", down, { capture: true });
  }, []);
}

/** Set the value of a field in a way that the page notices. */
function restore(element: Field, value: string): void {
  const prototype = element instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(element, value);
  element.dispatchEvent(new Event("input", { bubbles: true }));
}
