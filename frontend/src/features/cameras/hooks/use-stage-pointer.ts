"use client";

import { useRef, useState, type PointerEvent, type RefObject } from "react";

import {
  boxBetween,
  contains,
  isLargeEnough,
  MAX_CORNERS,
  moved,
  polygon,
  pulled,
  rectangle,
  regionKinds,
  withBox,
  withCorner,
  type Corner,
  type Handle,
  type Point,
  type RegionKind,
  type Shape,
  type Shapes,
  type Size,
} from "../components/shapes";
import type { Zoom } from "./use-zoom";

export type Form = "rectangle" | "polygon";

/** What a pointer took hold of. */
type Grip =
  | { what: "draw"; from: Point }
  /** A corner is placed where it is let go: a second finger makes it a zoom instead. */
  | { what: "place" }
  | { what: "move"; kind: RegionKind; held: Shape; from: Point }
  | { what: "handle"; kind: RegionKind; held: Shape; handle: Handle }
  | { what: "corner"; kind: RegionKind; corners: Corner[]; index: number };

type Options = {
  svg: RefObject<SVGSVGElement | null>;
  frame: Size;
  shapes: Shapes;
  active: RegionKind;
  form: Form;
  zoom: Zoom;
  onActive: (kind: RegionKind) => void;
  onChange: (kind: RegionKind, shape: Shape) => void;
};

/** A press nearer than this (px on the screen) to a polygon's first corner closes it; fingers are blunt. */
const CLOSE_PX = { mouse: 14, touch: 24 };
/** Two corners nearer than this are the same press twice. */
const SAME_PX = 4;

/**
 * Mouse, pen and fingers on the stage. Dragging on free ground draws, inside a region moves it, at a handle changes it;
 * with the polygon form each click is a corner. Two fingers zoom and pan.
 */
export function useStagePointer({ svg, frame, shapes, active, form, zoom, onActive, onChange }: Options) {
  // Not state: a press, a drag and its end can come before the page is drawn again, and none may be missed.
  const grip = useRef<Grip | null>(null);
  const isPulled = useRef(false);
  const [draft, setDraft] = useState<{ kind: RegionKind; shape: Shape } | null>(null);
  const [corners, setCorners] = useState<Corner[]>([]);
  const [hover, setHover] = useState<Point | null>(null);
  const fingers = useRef(new Map<number, Point>());

  function at(event: { clientX: number; clientY: number }): Point {
    const matrix = svg.current?.getScreenCTM();
    if (!matrix) return { x: 0, y: 0 };
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return { x, y };
  }

  function down(event: PointerEvent<SVGSVGElement>) {
    if (event.button !== 0) return;
    const from = at(event);
    if (event.pointerType === "touch") {
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (fingers.current.size > 1) return letGo();
    }
    svg.current?.setPointerCapture(event.pointerId);
    if (corners.length > 0) return take({ what: "place" });
    const hit = [active, ...regionKinds].find((kind) => {
      const shape = shapes[kind];
      return shape !== null && contains(shape, from);
    });
    const held = hit ? shapes[hit] : null;
    // A region that lies all over the frame must not be in the way of drawing another one.
    if (hit && held && (hit === active || shapes[active] !== null)) {
      if (hit !== active) onActive(hit);
      return take({ what: "move", kind: hit, held, from });
    }
    if (form === "polygon") return take({ what: "place" });
    take({ what: "draw", from });
  }

  function take(what: Grip) {
    grip.current = what;
    isPulled.current = false;
  }

  function move(event: PointerEvent<SVGSVGElement>) {
    const to = at(event);
    if (fingers.current.has(event.pointerId)) {
      const before = new Map(fingers.current);
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (before.size > 1) return pinch(before);
    }
    if (corners.length > 0) setHover(to);
    const held = grip.current;
    if (!held || held.what === "place") return;
    isPulled.current = true;
    setDraft(taken(held, to, active, frame));
  }

  function pinch(before: Map<number, Point>) {
    const [a0, b0] = [...before.values()];
    const [a1, b1] = [...fingers.current.values()];
    if (!a0 || !b0 || !a1 || !b1) return;
    const apart = (a: Point, b: Point) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
    const middle = (a: Point, b: Point) => at({ clientX: (a.x + b.x) / 2, clientY: (a.y + b.y) / 2 });
    const [from, to] = [middle(a0, b0), middle(a1, b1)];
    zoom.by(apart(a1, b1) / apart(a0, b0), to);
    zoom.pan(from.x - to.x, from.y - to.y);
  }

  function up(event: PointerEvent<SVGSVGElement>) {
    fingers.current.delete(event.pointerId);
    const held = grip.current;
    if (held?.what === "place") addCorner(at(event), event.pointerType === "touch" ? CLOSE_PX.touch : CLOSE_PX.mouse);
    else if (held && isPulled.current) {
      const { kind, shape } = taken(held, at(event), active, frame);
      if (isLargeEnough(shape)) onChange(kind, shape);
    }
    letGo();
  }

  function letGo() {
    grip.current = null;
    setDraft(null);
  }

  function cancel(event: PointerEvent<SVGSVGElement>) {
    fingers.current.delete(event.pointerId);
    letGo();
  }

  function addCorner(point: Point, closePx: number) {
    const placed: Corner = [
      Math.round(Math.min(Math.max(0, point.x), frame.width)),
      Math.round(Math.min(Math.max(0, point.y), frame.height)),
    ];
    const scale = svg.current?.getScreenCTM()?.a ?? 1;
    const apartPx = (corner: Corner | undefined) =>
      corner ? Math.hypot(corner[0] - placed[0], corner[1] - placed[1]) * scale : Number.POSITIVE_INFINITY;
    if ((corners.length >= 3 && apartPx(corners[0]) < closePx) || corners.length >= MAX_CORNERS) close();
    else if (apartPx(corners.at(-1)) >= SAME_PX) setCorners([...corners, placed]);
  }

  function close() {
    const shape = corners.length >= 3 ? polygon(corners) : null;
    if (shape && isLargeEnough(shape)) onChange(active, shape);
    dropCorners();
  }

  function dropCorners() {
    setCorners([]);
    setHover(null);
  }

  function hold(event: PointerEvent, taken: Grip) {
    if (event.button !== 0) return;
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    take(taken);
  }

  return {
    draft,
    /** Corners of a polygon that is not closed yet, and where the next one would be. */
    corners,
    hover,
    close,
    dropCorners,
    at,
    holdHandle: (event: PointerEvent, kind: RegionKind, held: Shape, handle: Handle) =>
      hold(event, { what: "handle", kind, held, handle }),
    holdCorner: (event: PointerEvent, kind: RegionKind, corners: Corner[], index: number) =>
      hold(event, { what: "corner", kind, corners, index }),
    on: { onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: cancel },
  };
}

/** The shape that results when what is held is pulled to a point. */
function taken(grip: Exclude<Grip, { what: "place" }>, to: Point, active: RegionKind, frame: Size): { kind: RegionKind; shape: Shape } {
  switch (grip.what) {
    case "draw":
      return { kind: active, shape: rectangle(boxBetween(grip.from, to, frame)) };
    case "move":
      return { kind: grip.kind, shape: moved(grip.held, to.x - grip.from.x, to.y - grip.from.y, frame) };
    case "handle":
      return { kind: grip.kind, shape: withBox(grip.held, pulled(grip.held.box, grip.handle, to, frame)) };
    case "corner":
      return { kind: grip.kind, shape: withCorner(grip.corners, grip.index, to, frame) };
  }
}
