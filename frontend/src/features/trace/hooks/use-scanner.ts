"use client";

import { useEffect, useRef } from "react";

import { scanReader } from "./scan";

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Search what a USB scanner reads, wherever the focus is. A field that the scanner typed into by the way gets back what
 * it held before.
 */
export function useScanner(onScan: (code: string) => void): void {
  const latest = useRef(onScan);
  useEffect(() => {
    latest.current = onScan;
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
      if (code === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (field && field.element === target) restore(field.element, field.value);
      field = null;
      latest.current(code);
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
