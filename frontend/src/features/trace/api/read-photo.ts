"use client";

import { useMutation } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { PhotoResult } from "@/lib/api/types";

/** Read all codes on a photo of a label. */
export function useReadPhoto() {
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.set("file", file);
      return api<PhotoResult>("/search/photo", { method: "POST", form });
    },
  });
}
