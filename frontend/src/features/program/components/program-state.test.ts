import { describe, expect, it } from "vitest";

import type { Program, Run } from "@/lib/api/types";

import { hadNothingToDo, isActive, isScanOnly } from "./program-state";

const idle = { program: null, status: "stopped", scan: null } as Program;
const run = { program: "custom", status: "done", files_total: 3, files_before: 3 } as Run;

describe("the state of the program", () => {
  it("is active while a scan by hand goes on, although no program runs", () => {
    const scanning: Program = { ...idle, status: "scanning", scan: { seen: 5, to_open: 2, opened: 1 } };
    expect([isActive(idle), isActive(scanning)]).toEqual([false, true]);
    expect(isScanOnly({ ...scanning, program: "default" })).toBe(false);
  });

  it("tells a custom run over analysed files from one that found none or did something", () => {
    expect(hadNothingToDo(run)).toBe(true);
    expect(hadNothingToDo({ ...run, files_before: 2 })).toBe(false);
    expect(hadNothingToDo({ ...run, files_total: 0, files_before: 0 })).toBe(false);
    expect(hadNothingToDo({ ...run, files_total: null, files_before: null })).toBe(false);
    expect(hadNothingToDo({ ...run, program: "first" })).toBe(false);
    expect(hadNothingToDo({ ...run, status: "stopped" })).toBe(false);
  });
});
