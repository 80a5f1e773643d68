import type { CameraDay } from "@/lib/api/types";

import { firstAfter } from "../hooks/at-point";
import type { Window } from "../hooks/window";

export const ROW_HEIGHT = 44;
/** The same on the page. */
export const ROW_REM = ROW_HEIGHT / 16;
const EVENTS = { top: 8, height: 16 };
const FILES = { top: 28, height: 9 };

export type RowColors = {
  quiet: string;
  missing: string;
  file: string;
  waiting: string;
  working: string;
  failed: string;
  event: string;
  noCode: string;
  unread: string;
};

/** Draws what a camera's day shows within `shown` into a canvas of `width` x ROW_HEIGHT units (px of a usual screen). */
export function drawRow(pen: CanvasRenderingContext2D, day: CameraDay, shown: Window, width: number, colors: RowColors): void {
  const from = day.from_ms + shown.from;
  const to = day.from_ms + shown.to;
  const scale = width / (to - from);
  const place = (startMs: number, endMs: number, least: number) => {
    const left = (startMs - from) * scale;
    return { left, wide: Math.max(least, (endMs - startMs) * scale) };
  };
  pen.clearRect(0, 0, width, ROW_HEIGHT);
  drawGaps();
  drawFiles();
  drawEvents();
  drawUnread();

  function drawGaps() {
    for (const gap of day.gaps) {
      if (gap.to_ms < from || gap.from_ms > to) continue;
      const { left, wide } = place(gap.from_ms, gap.to_ms, 1);
      if (gap.cause === "outside_hours") {
        pen.fillStyle = colors.quiet;
        pen.fillRect(left, 0, wide, ROW_HEIGHT);
        // What is on its way is drawn as what waits.
      } else hatched(left, wide, FILES.top, FILES.height, gap.filling === "fetching" ? colors.waiting : colors.missing);
    }
  }

  function drawFiles() {
    for (const file of day.recordings) {
      if (file.to_ms < from || file.from_ms > to) continue;
      const { left, wide } = place(file.from_ms, file.to_ms, 2);
      // A hair of space, so that files that follow each other can be told apart.
      const body = Math.max(1, wide - 1);
      if (file.status === "done") fill(left, body, colors.file);
      else if (file.status === "failed") fill(left, body, colors.failed);
      else if (file.status === "claimed") {
        outline(left, body, colors.working);
        fill(left, body * file.progress, colors.working);
      } else if (file.status === "pending") outline(left, body, colors.waiting);
      else hatched(left, body, FILES.top, FILES.height, colors.waiting);
    }
  }

  function drawEvents() {
    // Long ones that began before the picture are few: an hour back holds them.
    let reach = -1;
    for (let index = firstAfter(day.events, from - 3_600_000); index < day.events.length; index += 1) {
      const event = day.events[index];
      if (!event || event.start_ms > to) break;
      if (event.end_ms < from) continue;
      const { left, wide } = place(event.start_ms, event.end_ms, 2);
      const known = event.codes.length > 0;
      // On a whole day hundreds fall on one pixel column: each column is drawn once, those without a code always.
      if (known && left + wide <= reach) continue;
      reach = left + wide;
      pen.fillStyle = known ? colors.event : colors.noCode;
      if (known || wide < 5) pen.fillRect(left, EVENTS.top, wide, EVENTS.height);
      else outline(left, wide, colors.noCode, EVENTS.top, EVENTS.height);
    }
  }

  function drawUnread() {
    pen.fillStyle = colors.unread;
    for (const label of day.unread) {
      if (label.best_ms < from || label.best_ms > to) continue;
      const at = (label.best_ms - from) * scale;
      pen.beginPath();
      pen.moveTo(at - 4, 0);
      pen.lineTo(at + 4, 0);
      pen.lineTo(at, 7);
      pen.fill();
    }
  }

  function fill(left: number, wide: number, color: string) {
    pen.fillStyle = color;
    pen.fillRect(left, FILES.top, wide, FILES.height);
  }

  function outline(left: number, wide: number, color: string, top = FILES.top, height = FILES.height) {
    pen.strokeStyle = color;
    pen.lineWidth = 1.5;
    pen.strokeRect(left + 0.75, top + 0.75, Math.max(1, wide - 1.5), height - 1.5);
  }

  function hatched(left: number, wide: number, top: number, height: number, color: string) {
    const begin = Math.max(0, left);
    const end = Math.min(width, left + wide);
    pen.save();
    pen.beginPath();
    pen.rect(begin, top, end - begin, height);
    pen.clip();
    pen.strokeStyle = color;
    pen.lineWidth = 1;
    pen.beginPath();
    for (let at = Math.floor(begin / 6) * 6 - height; at < end; at += 6) {
      pen.moveTo(at, top + height);
      pen.lineTo(at + height, top);
    }
    pen.stroke();
    pen.restore();
  }
}
