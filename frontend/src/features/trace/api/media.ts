import { apiUrl } from "@/lib/api/client";

import type { Look } from "../components/player";

/** The query part that stands for a look at an event; nothing for the event itself. */
export function lookQuery(look: Look): Record<string, number | null> {
  return {
    before_ms: look.beforeMs === 0 ? null : look.beforeMs,
    after_ms: look.afterMs === 0 ? null : look.afterMs,
    camera_id: look.cameraId,
  };
}

function ofEvent(eventId: string, what: string, query: Record<string, number | null> = {}): string {
  return apiUrl(`/events/${encodeURIComponent(eventId)}/${what}`, query);
}

/** Addresses that elements load by themselves. */
export const media = {
  thumbnail: (eventId: string) => ofEvent(eventId, "thumbnail"),
  filmstrip: (eventId: string, count: number, width: number) => ofEvent(eventId, "filmstrip", { count, width }),
  video: (eventId: string, look: Look) => ofEvent(eventId, "video", lookQuery(look)),
  frame: (recordingId: number, atMs: number) => apiUrl(`/recordings/${recordingId}/frame`, { at_ms: atMs }),
  clipFile: (clipId: string) => apiUrl(`/clips/${encodeURIComponent(clipId)}/file`),
  batchZip: (batchId: string) => apiUrl(`/clips/batch/${encodeURIComponent(batchId)}.zip`),
};
