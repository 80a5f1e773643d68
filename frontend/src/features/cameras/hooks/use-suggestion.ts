"use client";

import { useMemo, useState } from "react";

import type { RegionJob } from "@/lib/api/types";

import { fitted, noShapes, rectangle, regionKinds, type RegionKind, type Shapes, type Size } from "../components/shapes";
import type { Draft } from "./use-draft";
import { useRegionJob } from "./use-region-job";

/** The job that proposes regions, and which of its proposals were neither taken nor refused yet. */
export function useSuggestion(cameraId: number, frame: Size, draft: Draft) {
  const job = useRegionJob(cameraId, "region-suggestion");
  const [settled, setSettled] = useState<{ id: string; kinds: readonly RegionKind[] }>({ id: "", kinds: [] });
  const shapes = useMemo(() => proposedShapes(job.job, frame), [job.job, frame]);
  const done = settled.id === job.job?.id ? settled.kinds : [];
  const open = regionKinds.filter((kind) => shapes[kind] !== null && !done.includes(kind));

  function settle(kinds: readonly RegionKind[]) {
    if (job.job) setSettled({ id: job.job.id, kinds: [...done, ...kinds] });
  }

  return {
    job,
    open,
    /** What is to be shown on the stage. */
    proposed: Object.fromEntries(open.map((kind) => [kind, shapes[kind]])) as Partial<Shapes>,
    /** One step for undo, however many are taken. */
    take: (kinds: readonly RegionKind[]) => {
      draft.setAll({ ...draft.shapes, ...Object.fromEntries(kinds.map((kind) => [kind, shapes[kind]])) });
      settle(kinds);
    },
    refuse: settle,
  };
}

function proposedShapes(job: RegionJob | null, frame: Size): Shapes {
  const suggestion = job?.suggestion;
  if (!suggestion) return noShapes;
  const [sx, sy] = [frame.width / suggestion.frame_width, frame.height / suggestion.frame_height];
  const found = { ...noShapes };
  for (const { kind, box } of suggestion.proposals) {
    const [x, y, w, h] = box ?? [];
    if (x === undefined || y === undefined || w === undefined || h === undefined) continue;
    found[kind] = rectangle(fitted([Math.round(x * sx), Math.round(y * sy), Math.round(w * sx), Math.round(h * sy)], frame));
  }
  return found;
}
