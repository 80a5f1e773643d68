import { act, renderHook } from "@testing-library/react";
import type { PointerEvent } from "react";
import { describe, expect, it, vi } from "vitest";

import { MAX_CORNERS, noShapes, polygon, rectangle } from "../components/shapes";
import { useStagePointer, type Form } from "./use-stage-pointer";
import { useZoom } from "./use-zoom";

const frame = { width: 640, height: 360 };

/** A stage whose pixels are those of the frame. */
const stage = {
  setPointerCapture: () => undefined,
  getScreenCTM: () => new DOMMatrix(),
} as unknown as SVGSVGElement;

const press = (pointerType: string, clientX: number, clientY: number) =>
  ({ button: 0, pointerId: 1, pointerType, clientX, clientY }) as PointerEvent<SVGSVGElement>;
const finger = (clientX: number, clientY: number) => press("touch", clientX, clientY);

function hand(shapes = noShapes, form: Form = "rectangle") {
  const onChange = vi.fn();
  const { result } = renderHook(() =>
    useStagePointer({
      svg: { current: stage },
      frame,
      shapes,
      active: "packing",
      form,
      zoom: useZoom(frame),
      onActive: () => undefined,
      onChange,
    }),
  );
  // The page is not drawn between what one `act` does, as on a busy machine.
  return { onChange, on: result.current.on, result };
}

describe("a pointer on the stage", () => {
  it("draws to where it is let go, however little of its way was drawn", () => {
    const { on, onChange } = hand();
    act(() => {
      on.onPointerDown(finger(100, 60));
      on.onPointerMove(finger(200, 160));
      on.onPointerUp(finger(500, 300));
    });
    expect(onChange).toHaveBeenCalledExactlyOnceWith("packing", rectangle([100, 60, 400, 240]));
  });

  it("changes nothing by a press that does not move", () => {
    const { on, onChange } = hand({ ...noShapes, packing: rectangle([100, 60, 400, 240]) });
    act(() => {
      on.onPointerDown(finger(200, 160));
      on.onPointerUp(finger(200, 160));
    });
    expect(onChange).not.toHaveBeenCalled();
  });

  /** Presses each place; the page is drawn in between. */
  function corners(pointerType: string, places: readonly (readonly [number, number])[]) {
    const { result, onChange } = hand(noShapes, "polygon");
    for (const [x, y] of places) {
      act(() => result.current.on.onPointerDown(press(pointerType, x, y)));
      act(() => result.current.on.onPointerUp(press(pointerType, x, y)));
    }
    return { result, onChange };
  }

  const triangle = [[100, 60], [300, 60], [200, 200]] as const;

  it("closes a polygon near its first corner: fingers need not be as exact as a mouse", () => {
    const near = [118, 72] as const;
    const touched = corners("touch", [...triangle, near]);
    expect(touched.onChange).toHaveBeenCalledExactlyOnceWith("packing", polygon(triangle.map(([x, y]) => [x, y])));
    const clicked = corners("mouse", [...triangle, near]);
    expect(clicked.onChange).not.toHaveBeenCalled();
    expect(clicked.result.current.corners).toHaveLength(4);
  });

  it("takes the second corner of a small polygon however near the first, but no corner twice", () => {
    const { result } = corners("touch", [[100, 60], [112, 60], [112, 60]]);
    expect(result.current.corners).toEqual([[100, 60], [112, 60]]);
  });

  it("closes a polygon that has as many corners as can be saved", () => {
    const around = Array.from({ length: MAX_CORNERS + 1 }, (_, index): [number, number] => {
      const angle = (2 * Math.PI * index) / (MAX_CORNERS + 4);
      return [320 + 300 * Math.sin(angle), 180 - 170 * Math.cos(angle)];
    });
    const { onChange } = corners("mouse", around);
    expect(onChange).toHaveBeenCalledOnce();
    expect(onChange.mock.lastCall?.[1].corners).toHaveLength(MAX_CORNERS);
  });
});
