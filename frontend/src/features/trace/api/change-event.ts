"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { EventDetail } from "@/lib/api/types";

import { traceKeys } from "./keys";

export type EventEdit =
  | { kind: "note"; note: string }
  | { kind: "lock"; locked: boolean }
  | { kind: "addCode"; text: string }
  /** `right` null: the event has no such code. */
  | { kind: "correctCode"; wrong: string; right: string | null }
  | { kind: "undo"; changeId: number };

/** Change an event by hand. The answer is the event as it is now, with the log of what was changed. */
export function useChangeEvent(eventId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (edit: EventEdit) => send(eventId, edit),
    onSuccess: (detail) => {
      client.setQueryData(traceKeys.event(eventId), detail);
      void client.invalidateQueries({ queryKey: traceKeys.searches });
      void client.invalidateQueries({ queryKey: traceKeys.eventLists });
    },
  });
}

function send(eventId: string, edit: EventEdit): Promise<EventDetail> {
  const path = `/events/${encodeURIComponent(eventId)}`;
  switch (edit.kind) {
    case "note":
      return api(path, { method: "PATCH", json: { note: edit.note } });
    case "lock":
      return api(path, { method: "PATCH", json: { locked: edit.locked } });
    case "addCode":
      return api(`${path}/codes`, { method: "POST", json: { text: edit.text } });
    case "correctCode":
      return api(`${path}/codes`, { method: "PUT", json: { wrong: edit.wrong, right: edit.right } });
    case "undo":
      return api(`${path}/changes/${edit.changeId}/undo`, { method: "POST", json: {} });
  }
}
