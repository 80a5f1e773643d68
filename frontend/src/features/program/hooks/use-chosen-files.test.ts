import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { Recording } from "@/lib/api/types";

import { canBeChosen, useChosenFiles } from "./use-chosen-files";

const file = (id: number, status: string) => ({ id, status }) as Recording;

describe("ticked files", () => {
  it("are parted by what can be done with them", () => {
    const { result } = renderHook(() => useChosenFiles());
    for (const one of [file(1, "failed"), file(2, "skipped"), file(3, "done")]) act(() => result.current.toggle(one));
    expect([result.current.count, result.current.retry, result.current.again]).toEqual([3, [1, 2], [3]]);
    act(() => result.current.toggle(file(2, "skipped")));
    expect([result.current.has(2), result.current.retry]).toEqual([false, [1]]);
    act(() => result.current.clear());
    expect(result.current.count).toBe(0);
  });

  it("are those that are settled", () => {
    const settled = ["failed", "skipped", "done", "pending", "claimed", "missing"].map((one) => canBeChosen(file(1, one)));
    expect(settled).toEqual([true, true, true, false, false, false]);
  });
});
