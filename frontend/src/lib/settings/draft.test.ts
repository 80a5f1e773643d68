import { describe, expect, it } from "vitest";

import type { Setting } from "@/lib/api/types";

import { changesOf, typedValue } from "./draft";

function setting(key: string, type: string, value: unknown, choices: string[] = []): Setting {
  return { key, type, value, default: value, choices, unit: "", min: null, max: null, group: "", help: "", restart: false, fixed: false };
}

const number = setting("min_packing_s", "float", 10);
const lines = setting("allowed_roots", "texts", ["/a"]);
const days = setting("working_days", "texts", ["Monday"], ["Monday", "Sunday"]);

describe("drafts", () => {
  it("keep what was typed and save what it means", () => {
    const draft = { min_packing_s: "2,5", allowed_roots: " /a \n\n/b", working_days: ["Monday", "Sunday"] };
    expect(changesOf([number, lines, days], draft)).toEqual({
      changes: { min_packing_s: 2.5, allowed_roots: ["/a", "/b"], working_days: ["Monday", "Sunday"] },
      refusal: null,
    });
  });

  it("leave out what did not change", () => {
    expect(changesOf([number, lines], { min_packing_s: "10.0", allowed_roots: "/a" }).changes).toEqual({});
  });

  it("refuse a number that is none, without saving anything", () => {
    const found = changesOf([lines, number], { allowed_roots: "/b", min_packing_s: "ten" });
    expect(found.changes).toEqual({});
    expect(found.refusal).toMatchObject({ key: "min_packing_s", problem: "not_a_number" });
    expect(changesOf([number], { min_packing_s: " " }).refusal).not.toBeNull();
  });

  it("show lists without choices line by line", () => {
    expect(typedValue(setting("allowed_roots", "texts", ["/a", "/b"]))).toBe("/a\n/b");
    expect(typedValue(days)).toEqual(["Monday"]);
    expect(typedValue(number)).toBe("10");
  });
});
