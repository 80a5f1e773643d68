import { describe, expect, it } from "vitest";

import { sameSigns } from "./difference";

const shown = (asked: string, stored: string) =>
  sameSigns(asked, stored).map((same, place) => (same ? stored[place] : `[${stored[place]}]`)).join("");

describe("the difference of two codes", () => {
  it("marks what was not asked for", () => {
    expect(shown("SPX123", "SPX128")).toBe("SPX12[8]");
    expect(shown("SPX123", "SPX0123")).toBe("SPX[0]123");
    expect(shown("SPX0123", "SPX123")).toBe("SPX123");
    expect(shown("", "AB")).toBe("[A][B]");
  });
});
