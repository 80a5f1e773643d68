"use client";

import { useMutation } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import { ApiError } from "@/lib/api/errors";
import type { PhotoResult } from "@/lib/api/types";

import { smallerPhoto } from "./smaller-photo";

/** What the server takes, in bytes; a larger file is not sent. */
export const LARGEST_PHOTO = 10 * 1024 * 1024;
export const PHOTO_TOO_LARGE = "photo_too_large";

/** Read all codes on a photo of a label: on a smaller copy of it first, which is sent soon on any line. */
export function useReadPhoto() {
  return useMutation({
    mutationFn: async (file: File) => {
      const smaller = await smallerPhoto(file);
      const fits = file.size <= LARGEST_PHOTO;
      if (!smaller && !fits) throw new ApiError(PHOTO_TOO_LARGE, "", 413);
      const found = await read(smaller ?? file);
      // Codes may be too fine for the copy.
      return found.codes.length === 0 && smaller && fits ? read(file) : found;
    },
  });
}

function read(photo: Blob): Promise<PhotoResult> {
  const form = new FormData();
  form.set("file", photo, photo instanceof File ? photo.name : "photo.jpg");
  return api<PhotoResult>("/search/photo", { method: "POST", form });
}
