import { describe, expect, it } from "vitest";

import { nameSpots } from "./name-spots";
import { polygon } from "./shapes";

describe("nameSpots", () => {
  it("are above their regions, inside at the edge of the frame", () => {
    expect(nameSpots({ trigger: { box: [100, 200, 50, 50], corners: null }, label: { box: [400, 0, 50, 50], corners: null } }, 2)).toEqual({
      trigger: { x: 100, y: 188 },
      label: { x: 400, y: 34 },
    });
  });

  it("never lie over each other", () => {
    const spots = nameSpots(
      { trigger: { box: [100, 100, 9, 9], corners: null }, label: { box: [104, 103, 90, 90], corners: null }, packing: polygon([[98, 99], [300, 120], [200, 300]]) },
      1,
    );
    const heights = Object.values(spots).map((spot) => spot.y).sort((a, b) => a - b);
    expect(heights[1]! - heights[0]!).toBeGreaterThanOrEqual(17);
    expect(heights[2]! - heights[1]!).toBeGreaterThanOrEqual(17);
  });
});
