import { expect, it } from "vitest";

import { linesOf } from "./lines";

const MINUTE = 60_000;
const area = { from: 0, to: 60 * MINUTE, width: 100, height: 50 };

it("draws a line over time and breaks it where nothing was measured", () => {
  const points = [0, 1, 2, 30, 31].map((minute) => ({ at: minute * MINUTE, value: 25 }));
  const lines = linesOf(points, area);
  expect(lines.map((line) => line.split(" ").length)).toEqual([3, 2]);
  expect(lines[0]?.startsWith("4.0,")).toBe(true);
});

it("shows a single measurement, and nothing at all without any", () => {
  expect(linesOf([{ at: 0, value: 0 }], area)).toEqual(["4.0,46.0 4.0,46.0"]);
  expect(linesOf([], area)).toEqual([]);
});
