import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { renderApp } from "@/testing/render-app";

import { toaster, Toaster } from "./toaster";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("lets messages run out also after one was closed with the keyboard", () => {
  renderApp(<Toaster />);
  act(() => toaster.success({ title: "first" }));
  const close = screen.getByRole("button", { name: "Close" });
  act(() => close.focus());
  act(() => close.click());
  expect(screen.queryByText("first")).toBeNull();
  act(() => toaster.success({ title: "second" }));
  act(() => vi.advanceTimersByTime(7_000));
  expect(screen.queryByText("second")).toBeNull();
});
