"use client";

import { useCallback, useState } from "react";

import type { Box, Point, Size } from "../components/shapes";

const CLOSEST = 16;
const STEP = 1.5;
/** Room around a region that is zoomed to, as a share of it. */
const ROOM = 1.2;

/** The part of the frame that is shown. */
export type View = { x: number; y: number; width: number; height: number };

export type Zoom = {
  view: View;
  factor: number;
  closer: (around?: Point) => void;
  farther: (around?: Point) => void;
  by: (factor: number, around: Point) => void;
  pan: (dx: number, dy: number) => void;
  whole: () => void;
  to: (box: Box) => void;
};

/** Zoom and pan of a picture of that size, never beyond its borders. */
export function useZoom(frame: Size): Zoom {
  const [view, setView] = useState<View | null>(null);
  const shown = fit(view ?? { x: 0, y: 0, ...frame }, frame);

  const by = useCallback(
    (factor: number, around?: Point) =>
      setView((before) => {
        const now = before ?? { x: 0, y: 0, ...frame };
        const at = around ?? { x: now.x + now.width / 2, y: now.y + now.height / 2 };
        const width = Math.min(frame.width, Math.max(frame.width / CLOSEST, now.width / factor));
        const scale = width / now.width;
        const height = now.height * scale;
        return fit({ x: at.x - (at.x - now.x) * scale, y: at.y - (at.y - now.y) * scale, width, height }, frame);
      }),
    [frame],
  );

  return {
    view: shown,
    factor: frame.width / shown.width,
    closer: (around) => by(STEP, around),
    farther: (around) => by(1 / STEP, around),
    by,
    // From the latest view: a pinch zooms and pans at once.
    pan: (dx, dy) =>
      setView((before) => {
        const now = before ?? { x: 0, y: 0, ...frame };
        return fit({ ...now, x: now.x + dx, y: now.y + dy }, frame);
      }),
    whole: () => setView(null),
    to: ([x, y, w, h]) => {
      const wanted = Math.max(w / frame.width, h / frame.height) * (1 + ROOM);
      const share = Math.min(1, Math.max(1 / CLOSEST, wanted));
      const [width, height] = [frame.width * share, frame.height * share];
      setView(fit({ x: x + w / 2 - width / 2, y: y + h / 2 - height / 2, width, height }, frame));
    },
  };
}

function fit(view: View, frame: Size): View {
  const width = Math.min(view.width, frame.width);
  const height = Math.min(view.height, frame.height);
  return {
    x: Math.min(Math.max(0, view.x), frame.width - width),
    y: Math.min(Math.max(0, view.y), frame.height - height),
    width,
    height,
  };
}
