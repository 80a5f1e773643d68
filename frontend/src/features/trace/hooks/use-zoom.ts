"use client";

import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

import { panned, unzoomed, zoomedAt, type Zoom } from "./zoom";

const DRAG_PX = 4;

type Point = { x: number; y: number };

/**
 * Zoom and pan of the picture in `frame`: wheel, two fingers, dragging once enlarged. `wasDrag` tells whether the press
 * that just ended moved the picture, so that it does not count as a click.
 */
export function useZoom(frame: RefObject<HTMLElement | null>) {
  const [zoom, setZoom] = useState<Zoom>(unzoomed);
  const latest = useRef(zoom);
  const wasDrag = useRef(false);
  useEffect(() => {
    latest.current = zoom;
  }, [zoom]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const fingers = new Map<number, Point>();
    const place = (event: PointerEvent | WheelEvent): Point => {
      const box = element.getBoundingClientRect();
      return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    };

    function wheel(event: WheelEvent) {
      // The page scrolls as ever; the picture takes the wheel when it is enlarged, or with Ctrl (a pinch of a touchpad).
      if (!event.ctrlKey && latest.current.scale === 1) return;
      event.preventDefault();
      const at = place(event);
      setZoom((before) => zoomedAt(before, Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), at.x, at.y));
    }

    function down(event: PointerEvent) {
      wasDrag.current = false;
      fingers.set(event.pointerId, place(event));
    }

    function move(event: PointerEvent) {
      const from = fingers.get(event.pointerId);
      if (!from) return;
      const to = place(event);
      const box = element?.getBoundingClientRect();
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const grown = Math.hypot(to.x - other.x, to.y - other.y) / Math.max(0.01, Math.hypot(from.x - other.x, from.y - other.y));
        setZoom((before) => zoomedAt(before, grown, (to.x + other.x) / 2, (to.y + other.y) / 2));
      } else if (latest.current.scale > 1) {
        const moved = Math.hypot((to.x - from.x) * (box?.width ?? 0), (to.y - from.y) * (box?.height ?? 0));
        if (!wasDrag.current && moved < DRAG_PX) return;
        setZoom((before) => panned(before, to.x - from.x, to.y - from.y));
      } else return;
      wasDrag.current = true;
      fingers.set(event.pointerId, to);
    }

    function up(event: PointerEvent) {
      fingers.delete(event.pointerId);
    }

    element.addEventListener("wheel", wheel, { passive: false });
    element.addEventListener("pointerdown", down);
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    return () => {
      element.removeEventListener("wheel", wheel);
      element.removeEventListener("pointerdown", down);
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", up);
    };
  }, [frame]);

  /** By this factor around the middle of what is shown; 0 shows all. */
  const zoomBy = useCallback((factor: number) => {
    setZoom((before) => (factor === 0 ? unzoomed : zoomedAt(before, factor, 0.5, 0.5)));
  }, []);

  return { zoom, zoomBy, wasDrag };
}
