import { describe, expect, it } from "vitest";

import { scanReader } from "./scan";

function typed(text: string, gapMs: number): string | null {
  const read = scanReader();
  let at = 1000;
  for (const sign of text) {
    if (sign !== sign.toLowerCase()) expect(read("Shift", at)).toBeNull();
    expect(read(sign, (at += gapMs))).toBeNull();
  }
  return read("Enter", at + gapMs);
}

describe("a scanner's keystrokes", () => {
  it("are told from typing by their speed", () => {
    expect(typed("SPXVN0123456789", 3)).toBe("SPXVN0123456789");
    expect(typed("SPXVN0123456789", 40)).toBe("SPXVN0123456789");
    expect(typed("SPXVN0123456789", 90)).toBeNull();
    expect(typed("abc", 3)).toBeNull();
  });

  it("begin anew after a pause", () => {
    const read = scanReader();
    read("x", 0);
    for (const [place, sign] of [..."CODE1"].entries()) read(sign, 5000 + place * 5);
    expect(read("Enter", 5030)).toBe("CODE1");
    expect(read("Enter", 5031)).toBeNull();
  });
});
