import { apiUrl } from "@/lib/api/client";

/** Addresses that elements load by themselves. */
export const media = {
  thumbnail: (eventId: string) => apiUrl(`/events/${encodeURIComponent(eventId)}/thumbnail`),
  video: (eventId: string) => apiUrl(`/events/${encodeURIComponent(eventId)}/video`),
  clipFile: (clipId: string) => apiUrl(`/clips/${encodeURIComponent(clipId)}/file`),
  batchZip: (batchId: string) => apiUrl(`/clips/batch/${encodeURIComponent(batchId)}.zip`),
};
