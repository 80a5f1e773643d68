"use client";

import { useMutation } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RegionPreview, RegionsIn } from "@/lib/api/types";

type Wish = { recording_id: number; at_ms: number; regions: RegionsIn };

/** What the detectors see in these regions around that moment. */
export function usePreviewRegions() {
  return useMutation({
    mutationFn: (wish: Wish) => api<RegionPreview>("/regions/preview-detect", { method: "POST", json: wish }),
  });
}
