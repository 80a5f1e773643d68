import { describe, expect, it } from "vitest";

import type { Setup } from "@/lib/api/types";

import { after, before, placeOf } from "./steps";

function state(present: Setup["present"]): Setup {
  return { present, steps: {}, finished_ms: null, needed: true };
}

describe("the place in the set-up", () => {
  it("is what the address names, else the first open step, else the result", () => {
    expect(placeOf("timing", state("place"))).toBe("timing");
    expect(placeOf("nonsense", state("place"))).toBe("place");
    expect(placeOf(null, state(null))).toBe("result");
  });

  it("goes forth to the result and back to the beginning", () => {
    expect([after("brand"), after("timing"), after("result")]).toEqual(["place", "result", "result"]);
    expect([before("brand"), before("result")]).toEqual([null, "timing"]);
  });
});
