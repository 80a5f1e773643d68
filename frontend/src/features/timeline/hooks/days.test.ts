import { expect, it } from "vitest";

import { dayBy, monthBy, weeksOf } from "./days";

it("counts days and months over their ends", () => {
  expect(dayBy("2026-02-28", 1)).toBe("2026-03-01");
  expect(dayBy("2026-01-01", -1)).toBe("2025-12-31");
  expect(monthBy("2026-12", 1)).toBe("2027-01");
});

it("lays a month out in weeks from Monday on", () => {
  const weeks = weeksOf("2026-01");
  expect(weeks[0]).toEqual([null, null, null, "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]);
  expect(weeks.flat().filter(Boolean)).toHaveLength(31);
  expect(weeks.at(-1)?.at(-1)).toBeNull();
});
