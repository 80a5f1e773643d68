"use client";

import { useMutation } from "@tanstack/react-query";

import { apiFile } from "@/lib/api/client";
import { saveFile } from "@/lib/save-file";

import { searchBody, type SearchWish } from "./search";

/** All results as CSV, also those that were not scrolled to. */
export function useExportResults() {
  return useMutation({
    mutationFn: async (wish: SearchWish) => {
      saveFile(await apiFile("/search/export", { method: "POST", json: searchBody(wish) }), "epack-results.csv");
    },
  });
}
