import { describe, expect, it } from "vitest";

import {
  asRegions,
  boxBetween,
  contains,
  fitted,
  grown,
  isLargeEnough,
  moved,
  otherForm,
  polygon,
  pulled,
  rectangle,
  sameShapes,
  savedShapes,
  withMoreCorners,
  withoutCorner,
  type Corner,
} from "./shapes";

const frame = { width: 640, height: 360 };
const triangle: Corner[] = [[100, 100], [300, 100], [100, 300]];

describe("rectangles", () => {
  it("are drawn from any corner and end at the frame", () => {
    expect(boxBetween({ x: 100, y: 80 }, { x: 20, y: 30 }, frame)).toEqual([20, 30, 80, 50]);
    expect(boxBetween({ x: 600, y: 300 }, { x: 900, y: -50 }, frame)).toEqual([600, 0, 40, 300]);
  });

  it("stay inside the frame when moved, grown or typed", () => {
    expect(moved(rectangle([10, 10, 100, 100]), -50, 500, frame).box).toEqual([0, 260, 100, 100]);
    expect(grown(rectangle([600, 10, 30, 30]), 50, -50, frame).box).toEqual([600, 10, 40, 16]);
    expect(fitted([700, -5, 50, 5000], frame)).toEqual([638, 0, 2, 360]);
  });

  it("are pulled by a side or a corner, also past the other side", () => {
    expect(pulled([100, 100, 50, 50], { x: 1, y: 0 }, { x: 200, y: 999 }, frame)).toEqual([100, 100, 100, 50]);
    expect(pulled([100, 100, 50, 50], { x: -1, y: -1 }, { x: 180, y: 90 }, frame)).toEqual([150, 90, 30, 60]);
  });

  it("are refused when they are slips of the pointer", () => {
    expect(isLargeEnough(rectangle([0, 0, 200, 3]))).toBe(false);
    expect(isLargeEnough(rectangle([0, 0, 16, 16]))).toBe(true);
  });
});

describe("polygons", () => {
  it("hold what lies inside their edges, not in their box", () => {
    expect(contains(polygon(triangle), { x: 120, y: 120 })).toBe(true);
    expect(contains(polygon(triangle), { x: 280, y: 280 })).toBe(false);
  });

  it("keep their form when moved and stretched", () => {
    expect(moved(polygon(triangle), -500, 5, frame).corners).toEqual([[0, 105], [200, 105], [0, 305]]);
    expect(grown(polygon(triangle), 100, 0, frame).corners).toEqual([[100, 100], [400, 100], [100, 300]]);
  });

  it("gain and lose corners, but never fewer than three", () => {
    expect(withMoreCorners(triangle, 0)).toEqual([[100, 100], [200, 100], [300, 100], [100, 300]]);
    expect(withoutCorner(withMoreCorners(triangle, 0), 1)).toEqual(triangle);
    expect(withoutCorner(triangle, 1)).toEqual(triangle);
  });

  it("become rectangles and back", () => {
    expect(otherForm(polygon(triangle))).toEqual(rectangle([100, 100, 200, 200]));
    expect(otherForm(rectangle([1, 2, 30, 40])).corners).toHaveLength(4);
  });
});

describe("saved regions", () => {
  const regions = {
    trigger: [100, 50, 40, 20],
    label: [0, 0, 200, 100],
    packing: null,
    outlines: { label: [[0, 0], [200, 0], [0, 100]] },
    frame_width: 1280,
    frame_height: 720,
  };

  it("are scaled to the frame that is shown", () => {
    const shapes = savedShapes(regions, frame);
    expect(shapes.trigger).toEqual(rectangle([50, 25, 20, 10]));
    expect(shapes.label?.corners).toEqual([[0, 0], [100, 0], [0, 50]]);
    expect(shapes.packing).toBeNull();
  });

  it("go back to the API as they came", () => {
    const size = { width: 1280, height: 720 };
    const shapes = savedShapes(regions, size);
    expect(asRegions(shapes, size)).toEqual({ ...regions, outlines: { ...regions.outlines, trigger: null, packing: null } });
    expect(sameShapes(shapes, savedShapes(regions, size))).toBe(true);
    expect(sameShapes(shapes, { ...shapes, trigger: null })).toBe(false);
  });
});
