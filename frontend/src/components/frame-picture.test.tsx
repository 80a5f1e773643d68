import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { renderApp } from "@/testing/render-app";

import { FramePicture } from "./frame-picture";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const picture = () => screen.queryByRole("img", { hidden: true });

it("comes as soon as the server has it, and is asked for ever more seldom until then", () => {
  renderApp(
    <FramePicture src="/frame" alt="What Table 1 sees" fit="fill" none="No picture yet">
      outlines
    </FramePicture>,
  );
  const first = picture();
  fireEvent.error(first as Element);
  expect(screen.getByText("No picture yet")).toBeTruthy();
  expect(screen.queryByText("outlines")).toBeNull();
  expect(picture()).toBeNull();

  act(() => void vi.advanceTimersByTime(4_000));
  // A browser asks for an address once an element.
  expect(picture()).not.toBe(first);
  expect(screen.getByText("No picture yet")).toBeTruthy();
  fireEvent.error(picture() as Element);
  act(() => void vi.advanceTimersByTime(4_000));
  expect(picture()).toBeNull();
  act(() => void vi.advanceTimersByTime(4_000));

  fireEvent.load(picture() as Element);
  expect(screen.queryByText("No picture yet")).toBeNull();
  expect(screen.getByText("outlines")).toBeTruthy();
  expect(screen.getByRole("img", { name: "What Table 1 sees" })).toBeTruthy();
});
