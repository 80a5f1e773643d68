"use client";

import { useMutation } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SettingList } from "@/lib/api/types";

const KEY = "allowed_roots";

/** Add a folder to those that ePACK may read. */
export function useAllowFolder() {
  return useMutation({
    mutationFn: async (path: string) => {
      const settings = await api<SettingList>("/settings");
      const known: unknown = settings.items.find((setting) => setting.key === KEY)?.value;
      const roots = Array.isArray(known) ? known.filter((root) => typeof root === "string") : [];
      return api<unknown>("/settings", { method: "PATCH", json: { [KEY]: [...roots, path] } });
    },
  });
}
