import { act, renderHook } from "@testing-library/react";
import type { PointerEvent } from "react";
import { describe, expect, it, vi } from "vitest";

import { noShapes, rectangle } from "../components/shapes";
import { useStagePointer } from "./use-stage-pointer";
import { useZoom } from "./use-zoom";

const frame = { width: 640, height: 360 };

/** A stage whose pixels are those of the frame. */
const stage = {
  setPointerCapture: () => undefined,
  getScreenCTM: () => new DOMMatrix(),
} as unknown as SVGSVGElement;

const finger = (clientX: number, clientY: number) =>
  ({ button: 0, pointerId: 1, pointerType: "touch", clientX, clientY }) as PointerEvent<SVGSVGElement>;

function hand(shapes = noShapes) {
  const onChange = vi.fn();
  const { result } = renderHook(() =>
    useStagePointer({
      svg: { current: stage },
      frame,
      shapes,
      active: "packing",
      form: "rectangle",
      zoom: useZoom(frame),
      onActive: () => undefined,
      onChange,
    }),
  );
  // The page is not drawn between what one `act` does, as on a busy machine.
  return { onChange, on: result.current.on };
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
});
