"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useTimes } from "@/lib/time/use-times";

import { useReadPhoto } from "../api/read-photo";

const MB = 1024 * 1024;
/** What the server takes; a larger file is refused before it is sent. */
const LARGEST_PHOTO = 10 * MB;
const LARGEST_TABLE = 25 * MB;

/** Files given to the search: a photo of a label is read at once, a table is asked about first. */
export function useFiles(onCodes: (codes: readonly string[]) => void) {
  const t = useTranslations("trace");
  const text = useErrorText();
  const times = useTimes();
  const photo = useReadPhoto();
  const [table, setTable] = useState<File | null>(null);

  function isTooLarge(file: File, largest: number): boolean {
    if (file.size <= largest) return false;
    toaster.error({
      title: t("tooLarge", { file: file.name }),
      description: t("tooLargeHint", { size: times.size(file.size), largest: times.size(largest) }),
    });
    return true;
  }

  function readPhoto(file: File) {
    if (isTooLarge(file, LARGEST_PHOTO)) return;
    photo.mutate(file, {
      onSuccess: ({ codes }) => {
        if (codes.length === 0) toaster.info({ title: t("photoEmpty"), description: t("photoEmptyHint") });
        else onCodes(codes.map((code) => code.text));
      },
      onError: (error) => toaster.error({ title: t("photoFailed"), description: text(error) }),
    });
  }

  function readTable(file: File) {
    if (!isTooLarge(file, LARGEST_TABLE)) setTable(file);
  }

  return { readPhoto, readTable, table, closeTable: () => setTable(null), busy: photo.isPending };
}
