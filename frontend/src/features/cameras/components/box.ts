import type { Camera } from "@/lib/api/types";

/** `[x, y, width, height]` in px of the full frame. */
export type Box = [number, number, number, number];

export const regionKinds = ["trigger", "label", "packing"] as const;
export type RegionKind = (typeof regionKinds)[number];
export type Boxes = Record<RegionKind, Box | null>;

export type Size = { width: number; height: number };
export type Point = { x: number; y: number };

/** Smaller boxes are slips of the pointer; no sticker or label fits in them. */
export const MIN_SIDE = 16;

/** The box between two corners, in whole px, inside the frame. */
export function boxBetween(a: Point, b: Point, frame: Size): Box {
  const x0 = clamp(Math.min(a.x, b.x), frame.width);
  const y0 = clamp(Math.min(a.y, b.y), frame.height);
  const x1 = clamp(Math.max(a.x, b.x), frame.width);
  const y1 = clamp(Math.max(a.y, b.y), frame.height);
  return [x0, y0, x1 - x0, y1 - y0];
}

/** The box moved by a distance, kept inside the frame. */
export function moved(box: Box, dx: number, dy: number, frame: Size): Box {
  const [x, y, w, h] = box;
  return [clamp(x + dx, frame.width - w), clamp(y + dy, frame.height - h), w, h];
}

/** The box as typed, pushed back into the frame. */
export function fitted(box: Box, frame: Size): Box {
  const x = clamp(box[0], frame.width - 2);
  const y = clamp(box[1], frame.height - 2);
  return [x, y, Math.max(2, Math.min(box[2], frame.width - x)), Math.max(2, Math.min(box[3], frame.height - y))];
}

export function isLargeEnough(box: Box): boolean {
  return box[2] >= MIN_SIDE && box[3] >= MIN_SIDE;
}

/** The camera's saved boxes, scaled from the frame they were drawn on to `frame`. */
export function savedBoxes(regions: Camera["regions"], frame: Size): Boxes {
  const sx = regions.frame_width ? frame.width / regions.frame_width : 1;
  const sy = regions.frame_height ? frame.height / regions.frame_height : 1;
  const read = (box: number[] | null): Box | null => {
    const [x, y, w, h] = box ?? [];
    if (x === undefined || y === undefined || w === undefined || h === undefined) return null;
    return fitted([Math.round(x * sx), Math.round(y * sy), Math.round(w * sx), Math.round(h * sy)], frame);
  };
  return { trigger: read(regions.trigger), label: read(regions.label), packing: read(regions.packing) };
}

function clamp(value: number, max: number): number {
  return Math.round(Math.min(Math.max(0, value), Math.max(0, max)));
}
