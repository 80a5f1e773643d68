"use client";

import { chakra } from "@chakra-ui/react";
import { useLayoutEffect, useRef } from "react";

import type { CameraDay } from "@/lib/api/types";
import { useColorMode } from "@/lib/theme/color-mode";
import { useRem } from "@/lib/theme/use-rem";

import type { Window } from "../hooks/window";
import { drawRow, ROW_HEIGHT, ROW_REM, type RowColors } from "./draw-row";

const TOKENS: Record<keyof RowColors, string> = {
  quiet: "bg-muted",
  missing: "red-fg",
  file: "fg-subtle",
  waiting: "fg-muted",
  working: "mark-solid",
  failed: "red-solid",
  event: "brand-solid",
  noCode: "mark-solid",
  unread: "red-solid",
};

/** The picture of a row. Decoration for screen readers: the row around it says what lies under the playhead. */
export function RowCanvas({ day, shown, width }: { day: CameraDay; shown: Window; width: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const mode = useColorMode();
  const rem = useRem();
  useLayoutEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (!element || !pen || width <= 0) return;
    const dense = Math.min(3, globalThis.devicePixelRatio || 1);
    element.width = Math.round(width * dense);
    // What is drawn is as large as the letters beside it.
    const large = (ROW_REM * rem) / ROW_HEIGHT;
    element.height = Math.round(ROW_REM * rem * dense);
    pen.setTransform(dense * large, 0, 0, dense * large, 0, 0);
    drawRow(pen, day, shown, width / large, colorsOf(element));
    // The mode is a dependency because it changes what the tokens stand for.
  }, [day, shown, width, mode, rem]);
  return <chakra.canvas ref={canvas} aria-hidden display="block" w="full" h={`${ROW_REM}rem`} pointerEvents="none" />;
}

function colorsOf(element: Element): RowColors {
  const style = getComputedStyle(element);
  const entries = Object.entries(TOKENS).map(([name, token]) => [name, style.getPropertyValue(`--chakra-colors-${token}`).trim() || "gray"]);
  return Object.fromEntries(entries) as RowColors;
}
