"use client";

import { useRef, type PointerEvent } from "react";

/** Less than this is a click, not a drag. */
const SLOP_PX = 4;

export type RowGestures = {
  /** The pointer is at `x` px of the row; null: it left. */
  onHover: (x: number | null) => void;
  onScrub: (x: number) => void;
  /** Let go: after a drag, or as a click. */
  onRelease: (x: number, dragged: boolean) => void;
  /** Two fingers: `factor` of their distance to the last one, around `x`. */
  onPinch: (factor: number, x: number) => void;
};

/** Mouse, pen and touch on a row: hover, click, drag; two fingers zoom. */
export function useRowGestures(act: RowGestures) {
  const down = useRef(new Map<number, number>());
  const began = useRef(0);
  const dragged = useRef(false);
  const apart = useRef(0);
  /** Two fingers were on the row: what the last of them does is the end of the zoom, no choice. */
  const pinched = useRef(false);

  function xOf(event: PointerEvent<HTMLElement>): number {
    return event.clientX - event.currentTarget.getBoundingClientRect().left;
  }

  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      down.current.set(event.pointerId, xOf(event));
      if (down.current.size === 1) {
        began.current = xOf(event);
        dragged.current = false;
        pinched.current = false;
        event.currentTarget.setPointerCapture(event.pointerId);
      } else {
        pinched.current = true;
        const [a = 0, b = 0] = [...down.current.values()];
        apart.current = Math.abs(a - b);
      }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const x = xOf(event);
      if (down.current.has(event.pointerId)) down.current.set(event.pointerId, x);
      if (down.current.size === 2) {
        const [a = 0, b = 0] = [...down.current.values()];
        const now = Math.abs(a - b);
        if (apart.current > 8 && now > 8) act.onPinch(apart.current / now, (a + b) / 2);
        apart.current = now;
        return;
      }
      if (pinched.current && down.current.size > 0) return;
      act.onHover(x);
      if (down.current.size === 1 && (dragged.current || Math.abs(x - began.current) > SLOP_PX)) {
        dragged.current = true;
        act.onScrub(x);
      }
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const single = down.current.size === 1 && down.current.has(event.pointerId);
      down.current.delete(event.pointerId);
      if (single && !pinched.current) act.onRelease(xOf(event), dragged.current);
    },
    onPointerCancel: (event: PointerEvent<HTMLElement>) => {
      down.current.delete(event.pointerId);
      act.onHover(null);
    },
    onPointerLeave: () => act.onHover(null),
  };
}
