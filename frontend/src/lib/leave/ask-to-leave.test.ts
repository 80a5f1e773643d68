import { describe, expect, it, vi } from "vitest";

import { askToLeave, guard } from "./ask-to-leave";

describe("leaving a page", () => {
  it("is done at once where nothing is unsaved", () => {
    const act = vi.fn();
    askToLeave(act);
    expect(act).toHaveBeenCalledOnce();
  });

  it("asks the newest draft first, then the others, then goes", () => {
    const asked: string[] = [];
    const act = vi.fn();
    const saveOld = guard(() => asked.push("old"));
    const saveNew = guard(() => asked.push("new"));
    askToLeave(act);
    saveNew();
    askToLeave(act);
    saveOld();
    expect(act).not.toHaveBeenCalled();
    askToLeave(act);
    expect(asked).toEqual(["new", "old"]);
    expect(act).toHaveBeenCalledOnce();
  });
});
