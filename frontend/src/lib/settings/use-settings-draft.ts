"use client";

import { useState } from "react";

import { asApiError } from "@/lib/api/errors";
import type { Setting } from "@/lib/api/types";

import { changesOf, typedValue, type Draft, type Refusal } from "./draft";
import { useChangeSettings, valueOf, type SettingChanges } from "./settings";

type Saved = { changed: SettingChanges; before: SettingChanges };

/**
 * Some settings being edited. `save` sends what differs; a refusal stands beside its field, anything else that goes
 * wrong in `error`. After a success `onSaved` gets the former values, with which the change can be undone.
 */
export function useSettingsDraft(settings: readonly Setting[]) {
  const [draft, setDraft] = useState<Draft>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const change = useChangeSettings();
  const found = changesOf(settings, draft);
  const touched = settings.filter((one) => draft[one.key] !== undefined && !isAsSaved(one, draft));

  function set(key: string, typed: string | boolean | string[]) {
    setDraft((known) => ({ ...known, [key]: typed }));
    if (refusal?.key === key || refusal?.details.other === key) {
      setRefusal(null);
      change.reset();
    }
  }

  function save(onSaved: (saved: Saved) => void) {
    if (found.refusal) return setRefusal(found.refusal);
    const before = Object.fromEntries(
      settings.filter((one) => one.key in found.changes).map((one) => [one.key, valueOf(one)]),
    );
    if (Object.keys(before).length === 0) return onSaved({ changed: {}, before });
    change.mutate(found.changes, {
      onSuccess: () => {
        // What was typed while it was saved is not saved yet.
        setDraft((now) => Object.fromEntries(Object.entries(now).filter(([key, typed]) => typed !== draft[key])));
        setRefusal(null);
        change.reset();
        onSaved({ changed: found.changes, before });
      },
      onError: (error) => setRefusal(refusalOf(error)),
    });
  }

  function discard() {
    setDraft({});
    setRefusal(null);
    change.reset();
  }

  return {
    typed: (setting: Setting) => draft[setting.key] ?? typedValue(setting),
    set,
    save,
    discard,
    touched,
    refusal,
    /** Of a failure that belongs to no field. */
    error: change.error && !refusal ? change.error : null,
    saving: change.isPending,
  };
}

function isAsSaved(setting: Setting, draft: Draft): boolean {
  return JSON.stringify(draft[setting.key]) === JSON.stringify(typedValue(setting));
}

function refusalOf(error: unknown): Refusal | null {
  const { code, details } = asApiError(error);
  if (code !== "setting_refused" || typeof details.key !== "string") return null;
  return { key: details.key, problem: String(details.problem ?? "refused"), details };
}
