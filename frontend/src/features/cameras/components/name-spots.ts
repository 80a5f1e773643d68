import { regionKinds, type RegionKind, type Shape } from "./shapes";

export type Spot = { x: number; y: number };

const LINE = 17;
const LONGEST = 90;

/**
 * Where the names of regions begin, in px of the frame, with their lines in mind: above the highest corner, where a name
 * hides nothing; inside at the upper edge of the frame; further down where another name lies already. `unit`: what 1 px
 * of the screen is in px of the frame.
 */
export function nameSpots(shapes: Partial<Record<RegionKind, Shape | null>>, unit: number): Partial<Record<RegionKind, Spot>> {
  const spots: Partial<Record<RegionKind, Spot>> = {};
  for (const kind of regionKinds) {
    const shape = shapes[kind];
    if (!shape) continue;
    const { x, y: top } = highest(shape);
    let y = top > 22 * unit ? top - 6 * unit : top + LINE * unit;
    const taken = Object.values(spots).filter((one) => Math.abs(one.x - x) < LONGEST * unit);
    while (taken.some((one) => Math.abs(one.y - y) < LINE * unit)) y += LINE * unit;
    spots[kind] = { x, y };
  }
  return spots;
}

function highest({ box: [x, y], corners }: Shape): Spot {
  let spot = corners ? { x: Infinity, y: Infinity } : { x, y };
  for (const [cx, cy] of corners ?? []) if (cy < spot.y) spot = { x: cx, y: cy };
  return spot;
}
