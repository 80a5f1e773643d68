"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { ApiError } from "@/lib/api/errors";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useTimes } from "@/lib/time/use-times";

import { LARGEST_PHOTO, PHOTO_TOO_LARGE, useReadPhoto } from "../api/read-photo";

/** What the server takes; a larger file is refused before it is sent. */
const LARGEST_TABLE = 25 * 1024 * 1024;

/** Files given to the search: a photo of a label is read at once, a table is asked about first. */
export function useFiles(onCodes: (codes: readonly string[]) => void) {
  const t = useTranslations("trace");
  const text = useErrorText();
  const times = useTimes();
  const photo = useReadPhoto();
  const [table, setTable] = useState<File | null>(null);

  function tellTooLarge(file: File, largest: number) {
    toaster.error({
      title: t("tooLarge", { file: file.name }),
      description: t("tooLargeHint", { size: times.size(file.size), largest: times.size(largest) }),
    });
  }

  function readPhoto(file: File) {
    photo.mutate(file, {
      onSuccess: ({ codes }) => {
        if (codes.length === 0) toaster.info({ title: t("photoEmpty"), description: t("photoEmptyHint") });
        else onCodes(codes.map((code) => code.text));
      },
      onError: (error) => {
        if (error instanceof ApiError && error.code === PHOTO_TOO_LARGE) tellTooLarge(file, LARGEST_PHOTO);
        else toaster.error({ title: t("photoFailed"), description: text(error) });
      },
    });
  }

  function readTable(file: File) {
    if (file.size > LARGEST_TABLE) tellTooLarge(file, LARGEST_TABLE);
    else setTable(file);
  }

  return { readPhoto, readTable, table, closeTable: () => setTable(null), busy: photo.isPending };
}
