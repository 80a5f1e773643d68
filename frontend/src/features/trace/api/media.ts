import { apiUrl } from "@/lib/api/client";

import type { Scope } from "../components/player";

/** The query part that stands for a scope; nothing for the event itself. */
export function scopeQuery(scope: Scope): Record<string, number | null> {
  return {
    before_ms: scope.beforeMs === 0 ? null : scope.beforeMs,
    after_ms: scope.afterMs === 0 ? null : scope.afterMs,
    camera_id: scope.cameraId,
  };
}

function ofEvent(eventId: string, what: string, query: Record<string, number | null> = {}): string {
  return apiUrl(`/events/${encodeURIComponent(eventId)}/${what}`, query);
}

/** Addresses that elements load by themselves. */
export const media = {
  thumbnail: (eventId: string) => ofEvent(eventId, "thumbnail"),
  filmstrip: (eventId: string, count: number, width: number) => ofEvent(eventId, "filmstrip", { count, width }),
  video: (eventId: string, scope: Scope) => ofEvent(eventId, "video", scopeQuery(scope)),
  frame: (recordingId: number, atMs: number) => apiUrl(`/recordings/${recordingId}/frame`, { at_ms: atMs }),
  clipFile: (clipId: string) => apiUrl(`/clips/${encodeURIComponent(clipId)}/file`),
  batchZip: (batchId: string) => apiUrl(`/clips/batch/${encodeURIComponent(batchId)}.zip`),
};
