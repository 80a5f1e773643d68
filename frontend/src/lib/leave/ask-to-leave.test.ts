import { describe, expect, it, vi } from "vitest";

import { askToLeave, guard, saveThen } from "./ask-to-leave";

describe("leaving a page", () => {
  it("is done at once where nothing is unsaved", () => {
    const act = vi.fn();
    askToLeave(act);
    expect(act).toHaveBeenCalledOnce();
  });

  it("asks the newest draft first, then the others, then goes", () => {
    const asked: string[] = [];
    const act = vi.fn();
    const saveOld = guard({ ask: () => asked.push("old"), save: vi.fn() });
    const saveNew = guard({ ask: () => asked.push("new"), save: vi.fn() });
    askToLeave(act);
    saveNew();
    askToLeave(act);
    saveOld();
    expect(act).not.toHaveBeenCalled();
    askToLeave(act);
    expect(asked).toEqual(["new", "old"]);
    expect(act).toHaveBeenCalledOnce();
  });

  it("saves first, unasked, for somebody who asked for that", () => {
    vi.useFakeTimers();
    const act = vi.fn();
    const ask = vi.fn();
    let stored = () => {};
    const unguard = guard({ ask, save: (then) => (stored = then) });
    saveThen(act);
    expect(act).not.toHaveBeenCalled();
    unguard();
    stored();
    vi.runAllTimers();
    expect(act).toHaveBeenCalledOnce();
    expect(ask).not.toHaveBeenCalled();
    vi.useRealTimers();
  });
});
