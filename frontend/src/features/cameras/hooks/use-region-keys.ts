"use client";

import type { KeyboardEvent } from "react";

import { grown, moved, type RegionKind, type Shape, type Size } from "../components/shapes";

const FAR = 10;

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

type Options = {
  frame: Size;
  onChange: (kind: RegionKind, shape: Shape | null, step?: string) => void;
};

/** Arrows move the region that has the focus, with Shift they resize it, with Ctrl by larger steps; Delete takes it away. */
export function useRegionKeys({ frame, onChange }: Options) {
  // One step is what can be told apart on the screen: a 500th of the frame, at least 1 px.
  const step = Math.max(1, Math.round(frame.width / 500));
  return (event: KeyboardEvent, kind: RegionKind, shape: Shape) => {
    const arrow = arrows[event.key];
    if (arrow) {
      event.preventDefault();
      const far = event.ctrlKey || event.metaKey ? FAR * step : step;
      const [dx, dy] = [arrow[0] * far, arrow[1] * far];
      if (event.shiftKey) onChange(kind, grown(shape, dx, dy, frame), `resize ${kind}`);
      else onChange(kind, moved(shape, dx, dy, frame), `move ${kind}`);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      onChange(kind, null);
    }
  };
}
