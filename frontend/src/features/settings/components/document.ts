import type { ImportChange, SettingsDocument } from "@/lib/api/types";

export const LARGEST_BYTES = 5_000_000;

/** Names one change, to tick it: the setting's key, or the camera's name. */
export function changeId(change: ImportChange): string {
  return change.kind === "setting" ? `setting ${change.key}` : `camera ${change.camera}`;
}

/** The document without what was not ticked. */
export function onlyChosen(document: SettingsDocument, chosen: ReadonlySet<string>): SettingsDocument {
  const settings = Object.entries(document.settings ?? {}).filter(([key]) => chosen.has(`setting ${key}`));
  return {
    ...document,
    settings: Object.fromEntries(settings),
    cameras: (document.cameras ?? []).filter((camera) => chosen.has(`camera ${camera.name}`)),
  };
}

/** What a value is in one line. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value ?? null);
}
