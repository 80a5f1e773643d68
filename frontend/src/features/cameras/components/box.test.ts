import { describe, expect, it } from "vitest";

import { boxBetween, fitted, isLargeEnough, moved, savedBoxes } from "./box";

const frame = { width: 640, height: 360 };

describe("boxes", () => {
  it("are drawn from any corner and end at the frame", () => {
    expect(boxBetween({ x: 100, y: 80 }, { x: 20, y: 30 }, frame)).toEqual([20, 30, 80, 50]);
    expect(boxBetween({ x: 600, y: 300 }, { x: 900, y: -50 }, frame)).toEqual([600, 0, 40, 300]);
  });

  it("stay inside the frame when moved or typed", () => {
    expect(moved([10, 10, 100, 100], -50, 500, frame)).toEqual([0, 260, 100, 100]);
    expect(fitted([700, -5, 50, 5000], frame)).toEqual([638, 0, 2, 360]);
  });

  it("are refused when they are slips of the pointer", () => {
    expect(isLargeEnough([0, 0, 200, 3])).toBe(false);
    expect(isLargeEnough([0, 0, 16, 16])).toBe(true);
  });

  it("are scaled to the frame that is shown", () => {
    const regions = { trigger: [100, 50, 40, 20], label: null, packing: null, frame_width: 1280, frame_height: 720, outlines: {} };
    expect(savedBoxes(regions, frame)).toEqual({ trigger: [50, 25, 20, 10], label: null, packing: null });
  });
});
