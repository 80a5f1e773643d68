"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { TableResult } from "@/lib/api/types";

import { traceKeys } from "./keys";

type TableWish = { file: File; column?: string; platform?: string };

/** Read the codes of one column of a CSV or XLSX file; a platform's name remembers the column. */
export function useReadTable() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, column, platform }: TableWish) => {
      const form = new FormData();
      form.set("file", file);
      if (column) form.set("column", column);
      if (platform) form.set("platform", platform);
      return api<TableResult>("/search/table", { method: "POST", form });
    },
    onSuccess: (result) => {
      if (result.platform_saved) return client.invalidateQueries({ queryKey: traceKeys.platforms });
    },
  });
}
