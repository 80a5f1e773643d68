"use client";

import { useMutation } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { DetectedSource } from "@/lib/api/types";

/** Look into a folder of the server: which cameras are in it, with how many files. */
export function useDetectCameras() {
  return useMutation({
    mutationFn: (path: string) => api<DetectedSource>("/sources/detect", { method: "POST", json: { path } }),
  });
}
