"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { ImportResult, SettingsDocument } from "@/lib/api/types";

export function exportDocument(): Promise<SettingsDocument> {
  return api<SettingsDocument>("/settings/export");
}

/** What a file would change. It may be anything: the server checks it. */
export function useReviewImport() {
  return useMutation({
    mutationFn: (document: unknown) =>
      api<ImportResult>("/settings/import", { method: "POST", json: { document, dry_run: true } }),
  });
}

/** Take a file over; gives the document with which everything becomes as it was. */
export function useApplyImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (document: SettingsDocument) => {
      const before = await exportDocument();
      await api<ImportResult>("/settings/import", { method: "POST", json: { document, dry_run: false } });
      return before;
    },
    // Settings show on every page.
    onSettled: () => client.invalidateQueries(),
  });
}
