"use client";

import { useCallback, useMemo, useState } from "react";

import { sameShapes, type RegionKind, type Shape, type Shapes, type Size } from "../components/shapes";

/** Steps that can be taken back; older ones are forgotten. */
const DEPTH = 100;

type History = {
  past: readonly Shapes[];
  present: Shapes;
  future: readonly Shapes[];
  /** Names what made the latest step: steps of the same name in a row (arrow keys) are one. */
  last: string | null;
};

export type Draft = {
  shapes: Shapes;
  dirty: boolean;
  canUndo: boolean;
  canRedo: boolean;
  set: (kind: RegionKind, shape: Shape | null, step?: string) => void;
  setAll: (shapes: Shapes) => void;
  undo: () => void;
  redo: () => void;
};

/**
 * Drafts outlive the editor: who goes back without saving finds the work again, as long as the saved regions are still
 * those it began with. A reload forgets them.
 */
const kept = new Map<string, { history: History; saved: Shapes }>();

/** What is drawn but not saved, with undo and redo. `saved` is what the camera has now, in px of a frame of `size`. */
export function useDraft(cameraId: number, size: Size, saved: Shapes): Draft {
  const key = `${cameraId} ${size.width} x ${size.height}`;
  const [history, setHistory] = useState<History | null>(() => {
    const before = kept.get(key);
    return before && sameShapes(before.saved, saved) ? before.history : null;
  });
  const present = history?.present ?? saved;

  const change = useCallback(
    (next: (history: History) => History) =>
      setHistory((before) => {
        const after = next(before ?? { past: [], present: saved, future: [], last: null });
        kept.set(key, { history: after, saved });
        return after;
      }),
    [key, saved],
  );

  return useMemo(
    () => ({
      shapes: present,
      dirty: !sameShapes(present, saved),
      canUndo: (history?.past.length ?? 0) > 0,
      canRedo: (history?.future.length ?? 0) > 0,
      set: (kind, shape, step) => change((before) => stepped(before, { ...before.present, [kind]: shape }, step)),
      setAll: (shapes) => change((before) => stepped(before, shapes)),
      undo: () => change(undone),
      redo: () => change(redone),
    }),
    [present, saved, history, change],
  );
}

function stepped(history: History, next: Shapes, step: string | null = null): History {
  if (sameShapes(history.present, next)) return history;
  const past = step !== null && step === history.last ? history.past : [...history.past, history.present].slice(-DEPTH);
  return { past, present: next, future: [], last: step };
}

function undone(history: History): History {
  const before = history.past.at(-1);
  if (!before) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], last: null };
}

function redone(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.present], present: next, future, last: null };
}
