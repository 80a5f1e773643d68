"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RecordingList } from "@/lib/api/types";

export function cameraRecordingsQuery(cameraId: number) {
  return queryOptions({
    queryKey: ["recordings", "of-camera", cameraId],
    queryFn: ({ signal }) =>
      api<RecordingList>("/recordings", { query: { camera_id: cameraId, page_size: 50, sort: "-start_ms" }, signal }),
  });
}

/** The newest recordings of a camera, to take a frame from. */
export function useCameraRecordings(cameraId: number) {
  return useQuery(cameraRecordingsQuery(cameraId));
}
