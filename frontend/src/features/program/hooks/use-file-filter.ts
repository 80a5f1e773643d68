"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

import type { RecordingFilter } from "../api/get-recordings";

export const fileStatuses = ["claimed", "pending", "done", "failed", "skipped", "missing"] as const;
export type FileStatus = (typeof fileStatuses)[number];

export function isFileStatus(value: string | null): value is FileStatus {
  return fileStatuses.includes(value as FileStatus);
}

/** What the file list is narrowed to, kept in the address. */
export function useFileFilter(): [RecordingFilter, (change: Partial<RecordingFilter>) => void] {
  const search = useSearchParams();
  const filter = useMemo<RecordingFilter>(() => {
    const status = search.get("files");
    return {
      status: isFileStatus(status) ? status : null,
      cameraId: wholeNumber(search.get("camera")),
      runId: wholeNumber(search.get("run")),
      text: search.get("name") ?? "",
    };
  }, [search]);
  const change = useCallback((wanted: Partial<RecordingFilter>) => {
    const params = new URLSearchParams(window.location.search);
    if ("status" in wanted) set(params, "files", wanted.status);
    if ("cameraId" in wanted) set(params, "camera", wanted.cameraId);
    if ("runId" in wanted) set(params, "run", wanted.runId);
    if ("text" in wanted) set(params, "name", wanted.text);
    const text = params.toString();
    window.history.replaceState(null, "", text ? `?${text}` : window.location.pathname);
  }, []);
  return [filter, change];
}

function wholeNumber(text: string | null): number | null {
  const number = Number(text);
  return text !== null && Number.isSafeInteger(number) && number > 0 ? number : null;
}

function set(params: URLSearchParams, key: string, value: string | number | null | undefined): void {
  if (value === null || value === undefined || value === "") params.delete(key);
  else params.set(key, String(value));
}
