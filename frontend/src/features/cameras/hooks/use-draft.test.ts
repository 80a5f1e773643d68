import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { noShapes, rectangle } from "../components/shapes";
import { useDraft } from "./use-draft";

const size = { width: 640, height: 360 };
const at = (x: number) => rectangle([x, 10, 50, 50]);

describe("a draft", () => {
  it("takes steps back and repeats them; a new step forgets what could be repeated", () => {
    const { result } = renderHook(() => useDraft(1, size, noShapes));
    expect(result.current.dirty).toBe(false);
    act(() => result.current.set("label", at(1)));
    act(() => result.current.set("label", at(2)));
    expect(result.current.dirty).toBe(true);
    act(() => result.current.undo());
    expect(result.current.shapes.label).toEqual(at(1));
    act(() => result.current.redo());
    expect(result.current.shapes.label).toEqual(at(2));
    act(() => result.current.undo());
    act(() => result.current.set("label", at(3)));
    expect(result.current.canRedo).toBe(false);
  });

  it("counts steps of one kind in a row as one, and what changes nothing as none", () => {
    const { result } = renderHook(() => useDraft(2, size, noShapes));
    act(() => result.current.set("label", at(1)));
    for (const x of [2, 3, 4]) act(() => result.current.set("label", at(x), "move label"));
    act(() => result.current.set("label", at(4)));
    act(() => result.current.undo());
    expect(result.current.shapes.label).toEqual(at(1));
    act(() => result.current.undo());
    expect(result.current.canUndo).toBe(false);
  });

  it("is found again by who comes back, for the same camera and frame only", () => {
    const first = renderHook(() => useDraft(3, size, noShapes));
    act(() => first.result.current.set("packing", at(7)));
    first.unmount();
    expect(renderHook(() => useDraft(3, size, noShapes)).result.current.shapes.packing).toEqual(at(7));
    // Regions that were saved meanwhile go before an old draft.
    expect(renderHook(() => useDraft(3, size, { ...noShapes, label: at(1) })).result.current.dirty).toBe(false);
    expect(renderHook(() => useDraft(4, size, noShapes)).result.current.dirty).toBe(false);
    expect(renderHook(() => useDraft(3, { width: 1280, height: 720 }, noShapes)).result.current.dirty).toBe(false);
  });
});
