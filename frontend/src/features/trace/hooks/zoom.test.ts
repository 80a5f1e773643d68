import { describe, expect, it } from "vitest";

import { panned, unzoomed, zoomedAt } from "./zoom";

describe("zoom", () => {
  it("keeps the point under the pointer", () => {
    const zoom = zoomedAt(unzoomed, 2, 0.25, 0.5);
    expect(zoom).toEqual({ scale: 2, x: -0.25, y: -0.5 });
    expect(zoomedAt(zoom, 0.5, 0.9, 0.1)).toEqual(unzoomed);
  });

  it("never shows what is beside the picture", () => {
    const zoom = zoomedAt(unzoomed, 4, 0.5, 0.5);
    expect(panned(zoom, 5, -9)).toEqual({ scale: 4, x: 0, y: -3 });
    expect(zoomedAt(unzoomed, 0.1, 0.5, 0.5)).toEqual(unzoomed);
    expect(zoomedAt(unzoomed, 1000, 0, 0).scale).toBe(12);
  });
});
