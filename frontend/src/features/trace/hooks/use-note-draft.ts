"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { EventDetail } from "@/lib/api/types";

type Draft = { note: string; over: string };

const drafts = ["note drafts"] as const;

/**
 * The note of an event as it is typed. It holds until the stored note changes, be it by undo, and waits where another
 * event is opened or the next parcel scanned meanwhile. It lies with what the server answered: signing out forgets it.
 */
export function useNoteDraft(event: EventDetail): [string, (note: string) => void] {
  const client = useQueryClient();
  const key = [...drafts, event.id];
  const stored: Draft = { note: event.note, over: event.note };
  const [typed, setTyped] = useState(() => client.getQueryData<Draft>(key) ?? stored);
  if (typed.over !== event.note) setTyped(stored);

  function change(note: string) {
    const draft = { note, over: event.note };
    setTyped(draft);
    client.setQueryDefaults(drafts, { gcTime: Infinity });
    if (note === event.note) client.removeQueries({ queryKey: key });
    else client.setQueryData<Draft>(key, draft);
  }

  return [typed.note, change];
}
