"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

import type { RecordingFilter } from "../api/get-recordings";

export const fileStatuses = ["claimed", "pending", "done", "failed", "skipped", "missing"] as const;
export type FileStatus = (typeof fileStatuses)[number];

export function isFileStatus(value: string | null): value is FileStatus {
  return fileStatuses.includes(value as FileStatus);
}

/** Status and page of the file list, kept in the address. */
export function useFileFilter(): [RecordingFilter, (next: RecordingFilter) => void] {
  const search = useSearchParams();
  const status = search.get("files");
  const page = Number.parseInt(search.get("page") ?? "1", 10);
  const filter = { status: isFileStatus(status) ? status : null, page: page >= 1 ? page : 1 };
  const change = useCallback((next: RecordingFilter) => {
    const params = new URLSearchParams(window.location.search);
    set(params, "files", next.status);
    set(params, "page", next.page > 1 ? String(next.page) : null);
    const text = params.toString();
    window.history.replaceState(null, "", text ? `?${text}` : window.location.pathname);
  }, []);
  return [filter, change];
}

function set(params: URLSearchParams, key: string, value: string | null): void {
  if (value === null) params.delete(key);
  else params.set(key, value);
}
