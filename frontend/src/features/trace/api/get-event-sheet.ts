"use client";

import { useMutation } from "@tanstack/react-query";

import { apiNamedFile } from "@/lib/api/client";
import { saveFile } from "@/lib/save-file";

/** Have the browser save the evidence sheet of an event (PDF) in this language. */
export function useEventSheet(eventId: string) {
  return useMutation({
    mutationFn: async (lang: "en" | "vi") => {
      const { content, name } = await apiNamedFile(`/events/${encodeURIComponent(eventId)}/sheet`, { query: { lang } });
      saveFile(content, name || `epack-${eventId}.pdf`);
    },
  });
}
