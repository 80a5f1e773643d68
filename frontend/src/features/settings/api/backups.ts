"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { BackupList } from "@/lib/api/types";

import { settingsPageKeys } from "./keys";

const BUSY_POLL_MS = 800;

export const backupsQuery = queryOptions({
  queryKey: settingsPageKeys.backups,
  queryFn: ({ signal }) => api<BackupList>("/backups", { signal }),
});

/** The backups; read again and again while one is made or checked. */
export function useBackups() {
  return useQuery({
    ...backupsQuery,
    refetchInterval: (query) => (query.state.data?.task ? BUSY_POLL_MS : false),
  });
}

function useBackupCall<T>(call: (input: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: settingsPageKeys.backups }),
        client.invalidateQueries({ queryKey: ["overview"] }),
      ]),
  });
}

export function useMakeBackup() {
  return useBackupCall(() => api("/backups", { method: "POST", json: {} }));
}

export function useUploadBackup() {
  return useBackupCall((file: File) => {
    const form = new FormData();
    form.append("file", file);
    return api<{ name: string }>("/backups/upload", { method: "POST", form });
  });
}

export function useDeleteBackup() {
  return useBackupCall((name: string) => api(`/backups/${encodeURIComponent(name)}`, { method: "DELETE" }));
}

export function useRestoreBackup() {
  return useBackupCall((name: string) =>
    api(`/backups/${encodeURIComponent(name)}/restore`, { method: "POST", json: {} }),
  );
}

export function useForgetRestore() {
  return useBackupCall(() => api("/backups/waiting-restore", { method: "DELETE" }));
}
