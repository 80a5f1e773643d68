import { describe, expect, it } from "vitest";

import type { LiveCamera } from "@/lib/api/types";

import { inOrder, lookOf, standsStill } from "./live-state";

const camera = (name: string, state: string, trouble: string | null = null) => ({ name, state, trouble }) as LiveCamera & { name: string };

describe("live cameras", () => {
  it("are red when their picture is lost, whatever the state says", () => {
    expect(lookOf(camera("a", "waiting", "source_lost"))).toEqual({ state: "waiting", tone: "red", lost: true });
    expect(lookOf(camera("a", "running")).tone).toBe("green");
    expect(lookOf(camera("a", "running", "source_frozen")).lost).toBe(true);
    expect(lookOf(camera("a", "something new")).state).toBe("new");
  });

  it("stand still when nothing comes for longer than their keyframes explain", () => {
    expect(standsStill(4_000, 2_000)).toBe(false);
    expect(standsStill(6_000, 2_000)).toBe(true);
    expect(standsStill(6_000, 10_000)).toBe(false);
    expect(standsStill(6_000, null)).toBe(true);
  });

  it("stand with those first that need somebody", () => {
    const names = inOrder([camera("B", "running"), camera("A", "running"), camera("Z", "failed", "source_credentials"), camera("C", "paused")]).map((one) => one.name);
    expect(names).toEqual(["Z", "A", "B", "C"]);
  });
});
