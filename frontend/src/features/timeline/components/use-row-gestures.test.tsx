import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { useRowGestures, type RowGestures } from "./use-row-gestures";

function Row({ act }: { act: RowGestures }) {
  return <div role="slider" aria-valuenow={0} {...useRowGestures(act)} />;
}

function row() {
  const act = { onHover: vi.fn(), onScrub: vi.fn(), onRelease: vi.fn(), onPinch: vi.fn() };
  render(<Row act={act} />);
  const element = screen.getByRole("slider");
  element.setPointerCapture = () => {};
  const send = (type: "pointerDown" | "pointerMove" | "pointerUp", pointerId: number, clientX: number) =>
    fireEvent[type](element, { pointerId, clientX, button: 0, pointerType: "touch" });
  return { act, send };
}

it("takes the end of a zoom with two fingers for no choice", () => {
  const { act, send } = row();
  send("pointerDown", 1, 100);
  send("pointerDown", 2, 200);
  send("pointerMove", 2, 300);
  expect(act.onPinch).toHaveBeenCalledOnce();
  send("pointerUp", 1, 100);
  send("pointerMove", 2, 320);
  send("pointerUp", 2, 320);
  expect(act.onScrub).not.toHaveBeenCalled();
  expect(act.onRelease).not.toHaveBeenCalled();

  send("pointerDown", 3, 50);
  send("pointerUp", 3, 50);
  expect(act.onRelease).toHaveBeenCalledWith(50, false);
});
