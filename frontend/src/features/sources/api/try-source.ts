"use client";

import { api, apiFile, apiLines } from "@/lib/api/client";
import type { RemoteCameraList, SourceCheck, SourceDraft } from "@/lib/api/types";

/** Connect, sign in, look: `onStep` is told each step as it is done. Says whether all went well; throws ApiError. */
export async function trySource(draft: SourceDraft, onStep: (step: SourceCheck) => void, signal: AbortSignal): Promise<boolean> {
  let ok = false;
  await apiLines("/sources/test/steps", { method: "POST", json: draft, signal }, (line) => {
    if (isStep(line)) onStep(line);
    else ok = (line as { ok?: unknown }).ok === true;
  });
  return ok;
}

function isStep(line: unknown): line is SourceCheck {
  return typeof line === "object" && line !== null && "step" in line;
}

/** The cameras that a source has which is not stored yet. */
export function camerasOf(draft: SourceDraft, signal: AbortSignal): Promise<RemoteCameraList> {
  return api<RemoteCameraList>("/sources/test/cameras", { method: "POST", json: draft, signal });
}

/** What one of its cameras sees now. */
export function pictureOf(draft: SourceDraft, camera: string, signal: AbortSignal): Promise<Blob> {
  return apiFile("/sources/test/picture", { method: "POST", json: { ...draft, camera }, signal });
}
