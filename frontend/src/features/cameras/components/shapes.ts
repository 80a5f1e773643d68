import type { Camera, RegionsIn } from "@/lib/api/types";

/** `[x, y, width, height]` in px of the full frame. */
export type Box = [number, number, number, number];
export type Point = { x: number; y: number };
export type Corner = [number, number];
export type Size = { width: number; height: number };

/** A region as it is drawn: a rectangle, or a polygon with its corners in order. */
export type Shape = { box: Box; corners: null } | { box: Box; corners: Corner[] };

export const regionKinds = ["trigger", "label", "packing"] as const;
export type RegionKind = (typeof regionKinds)[number];
export type Shapes = Record<RegionKind, Shape | null>;

/** Smaller regions are slips of the pointer; no sticker or label fits in them. */
export const MIN_SIDE = 16;
export const MAX_CORNERS = 32;

export const noShapes: Shapes = { trigger: null, label: null, packing: null };

export function rectangle(box: Box): Shape {
  return { box, corners: null };
}

export function polygon(corners: Corner[]): Shape {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { box: [x, y, Math.max(...xs) - x, Math.max(...ys) - y], corners };
}

/** The box between two corners, in whole px, inside the frame. */
export function boxBetween(a: Point, b: Point, frame: Size): Box {
  const x0 = clamp(Math.min(a.x, b.x), frame.width);
  const y0 = clamp(Math.min(a.y, b.y), frame.height);
  const x1 = clamp(Math.max(a.x, b.x), frame.width);
  const y1 = clamp(Math.max(a.y, b.y), frame.height);
  return [x0, y0, x1 - x0, y1 - y0];
}

/** The shape moved by a distance, kept inside the frame. */
export function moved(shape: Shape, dx: number, dy: number, frame: Size): Shape {
  const [x, y, w, h] = shape.box;
  const to: Box = [clamp(x + dx, frame.width - w), clamp(y + dy, frame.height - h), w, h];
  return withBox(shape, to);
}

/** The shape stretched to another bounding box. */
export function withBox(shape: Shape, to: Box): Shape {
  if (shape.corners === null) return rectangle(to);
  const [x, y, w, h] = shape.box;
  const [sx, sy] = [w > 0 ? to[2] / w : 1, h > 0 ? to[3] / h : 1];
  return polygon(
    shape.corners.map(([cx, cy]): Corner => [Math.round(to[0] + (cx - x) * sx), Math.round(to[1] + (cy - y) * sy)]),
  );
}

/** Grown or shrunk at its right and lower side, kept inside the frame and large enough. */
export function grown(shape: Shape, dw: number, dh: number, frame: Size): Shape {
  const [x, y, w, h] = shape.box;
  const width = Math.max(MIN_SIDE, Math.min(w + dw, frame.width - x));
  const height = Math.max(MIN_SIDE, Math.min(h + dh, frame.height - y));
  return withBox(shape, [x, y, width, height]);
}

/** Which sides of a box a handle moves: -1 left or upper, 0 none, 1 right or lower. */
export type Handle = { x: -1 | 0 | 1; y: -1 | 0 | 1 };

export const handles: readonly Handle[] = ([-1, 0, 1] as const).flatMap((y) =>
  ([-1, 0, 1] as const).filter((x) => x !== 0 || y !== 0).map((x) => ({ x, y })),
);

export function handleAt([x, y, w, h]: Box, handle: Handle): Point {
  return { x: x + ((handle.x + 1) / 2) * w, y: y + ((handle.y + 1) / 2) * h };
}

/** The box with the handle pulled to a point. */
export function pulled([x, y, w, h]: Box, handle: Handle, to: Point, frame: Size): Box {
  const px = Math.min(Math.max(0, to.x), frame.width);
  const py = Math.min(Math.max(0, to.y), frame.height);
  const left = handle.x === -1 ? px : x;
  const right = handle.x === 1 ? px : x + w;
  const top = handle.y === -1 ? py : y;
  const bottom = handle.y === 1 ? py : y + h;
  return boxBetween({ x: left, y: top }, { x: right, y: bottom }, frame);
}

export function withCorner(corners: readonly Corner[], index: number, to: Point, frame: Size): Shape {
  const placed: Corner = [clamp(to.x, frame.width), clamp(to.y, frame.height)];
  return polygon(corners.map((corner, at) => (at === index ? placed : corner)));
}

/** A corner more, in the middle of the edge that begins at `index`; as it was when there are enough. */
export function withMoreCorners(corners: readonly Corner[], index: number): Corner[] {
  const [a, b] = [corners[index], corners[(index + 1) % corners.length]];
  if (!a || !b || corners.length >= MAX_CORNERS) return [...corners];
  const middle: Corner = [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)];
  return [...corners.slice(0, index + 1), middle, ...corners.slice(index + 1)];
}

export function withoutCorner(corners: readonly Corner[], index: number): Corner[] {
  return corners.length <= 3 ? [...corners] : corners.filter((_, at) => at !== index);
}

/** A rectangle as a polygon of four corners, and a polygon as its bounding box. */
export function otherForm(shape: Shape): Shape {
  if (shape.corners) return rectangle(shape.box);
  const [x, y, w, h] = shape.box;
  return polygon([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]);
}

/** Where a region is put that is made without pointing: in the middle, a sticker smaller than the others. */
export function inTheMiddle(kind: RegionKind, frame: Size): Shape {
  const share = kind === "trigger" ? 0.15 : 0.5;
  const [w, h] = [Math.round(frame.width * share), Math.round(frame.height * share)];
  return rectangle([Math.round((frame.width - w) / 2), Math.round((frame.height - h) / 2), w, h]);
}

/** The box as typed, pushed back into the frame. */
export function fitted(box: Box, frame: Size): Box {
  const x = clamp(box[0], frame.width - 2);
  const y = clamp(box[1], frame.height - 2);
  return [x, y, Math.max(2, Math.min(box[2], frame.width - x)), Math.max(2, Math.min(box[3], frame.height - y))];
}

export function isLargeEnough(shape: Shape): boolean {
  return shape.box[2] >= MIN_SIDE && shape.box[3] >= MIN_SIDE;
}

export function contains(shape: Shape, { x, y }: Point): boolean {
  const [left, top, w, h] = shape.box;
  if (x < left || x > left + w || y < top || y > top + h) return false;
  if (shape.corners === null) return true;
  return shape.corners.reduce((inside, [ax, ay], index, all) => {
    const [bx, by] = all[(index + 1) % all.length] ?? [ax, ay];
    return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !inside : inside;
  }, false);
}

/** The saved regions, scaled from the frame they were drawn on to `frame`. */
export function savedShapes(regions: Camera["regions"], frame: Size): Shapes {
  const sx = regions.frame_width ? frame.width / regions.frame_width : 1;
  const sy = regions.frame_height ? frame.height / regions.frame_height : 1;
  const read = (kind: RegionKind): Shape | null => {
    const corners = regions.outlines[kind];
    if (corners) {
      return polygon(corners.map(([x = 0, y = 0]): Corner => [clamp(x * sx, frame.width), clamp(y * sy, frame.height)]));
    }
    const [x, y, w, h] = regions[kind] ?? [];
    if (x === undefined || y === undefined || w === undefined || h === undefined) return null;
    return rectangle(fitted([Math.round(x * sx), Math.round(y * sy), Math.round(w * sx), Math.round(h * sy)], frame));
  };
  return { trigger: read("trigger"), label: read("label"), packing: read("packing") };
}

/** As the API takes them. */
export function asRegions(shapes: Shapes, frame: Size): RegionsIn {
  const boxes = Object.fromEntries(regionKinds.map((kind) => [kind, shapes[kind]?.box ?? null]));
  const outlines = Object.fromEntries(regionKinds.map((kind) => [kind, shapes[kind]?.corners ?? null]));
  return { ...boxes, outlines, frame_width: frame.width, frame_height: frame.height };
}

export function sameShapes(a: Shapes, b: Shapes): boolean {
  return JSON.stringify(regionKinds.map((kind) => a[kind])) === JSON.stringify(regionKinds.map((kind) => b[kind]));
}

function clamp(value: number, max: number): number {
  return Math.round(Math.min(Math.max(0, value), Math.max(0, max)));
}
