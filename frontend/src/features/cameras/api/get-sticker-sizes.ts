"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, apiUrl } from "@/lib/api/client";
import type { StickerSizes } from "@/lib/api/types";

/** How large the sticker of a camera has to be, for a lens that sees so many degrees across. */
export function useStickerSizes(cameraId: number, viewDeg: number) {
  return useQuery({
    queryKey: ["cameras", "sticker-sizes", cameraId, viewDeg],
    queryFn: ({ signal }) =>
      api<StickerSizes>(`/cameras/${cameraId}/sticker-sizes`, { query: { view_deg: viewDeg }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The address of the sheet to print. */
export function stickerSheetUrl(cameraId: number, viewDeg: number, lang: string): string {
  return apiUrl(`/cameras/${cameraId}/sticker-sheet`, { view_deg: viewDeg, lang });
}
