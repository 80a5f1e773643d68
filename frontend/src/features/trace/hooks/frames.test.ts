import { describe, expect, it } from "vitest";

import { frameAt, frameBeside, middleOf } from "./frames";

const uneven = [0, 0.04, 0.089, 0.5, 0.533];

describe("frames of a video", () => {
  it("finds the frame on screen, whatever the rate", () => {
    expect([0, 0.0399, 0.06, 0.3, 0.5, 9].map((at) => frameAt(uneven, at))).toEqual([0, 1, 1, 2, 3, 4]);
  });

  it("leads from each frame to its neighbour and back to the same", () => {
    for (let index = 0; index < uneven.length; index++) {
      const shown = frameAt(uneven, middleOf(uneven, index));
      expect(shown).toBe(index);
      const on = frameAt(uneven, middleOf(uneven, frameBeside(uneven, shown, 1)));
      if (index < uneven.length - 1) expect(frameBeside(uneven, on, -1)).toBe(index);
    }
  });

  it("stays within the video", () => {
    expect(frameBeside(uneven, 0, -1)).toBe(0);
    expect(frameBeside(uneven, 4, 3)).toBe(4);
    expect(middleOf([0], 0)).toBeCloseTo(0.02);
  });
});
