"use client";

import { queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { RecordingList } from "@/lib/api/types";

export const recordingCountKey = ["recordings", "count"] as const;

/** Read again this often while there is none: they are being looked for. */
const LOOK_AGAIN_MS = 2_000;

/** As many as one page of the API holds: weeks of hourly files. */
const MOST = 500;

export function cameraRecordingsQuery(cameraId: number) {
  return queryOptions({
    queryKey: ["recordings", "of-camera", cameraId],
    queryFn: ({ signal }) =>
      api<RecordingList>("/recordings", { query: { camera_id: cameraId, page_size: MOST, sort: "-start_ms" }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.duration_ms > 0) ? false : LOOK_AGAIN_MS),
  });
}

/** The newest recordings of a camera, to take a frame from. */
export function useCameraRecordings(cameraId: number) {
  return useQuery(cameraRecordingsQuery(cameraId));
}

/** How many recordings a camera has. */
export function useRecordingCount(cameraId: number) {
  return useQuery({
    queryKey: [...recordingCountKey, cameraId],
    queryFn: ({ signal }) => api<RecordingList>("/recordings", { query: { camera_id: cameraId, page_size: 1 }, signal }),
    select: (list) => list.total,
  });
}
