"use client";

import { Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { useStatus } from "../api/get-status";

/** Which recordings are looked through once more, and how many wait for it; nothing when there are none. */
export function SecondLooks() {
  const t = useTranslations("program.secondLook");
  const status = useStatus().data;
  if (!status || status.program.program === null) return null;
  const looks = status.active.filter((line) => line.second_look);
  const waiting = status.second_looks_waiting;
  if (looks.length === 0 && waiting === 0) return null;
  return (
    <Text color="fg.muted" fontSize="xs" fontVariantNumeric="tabular-nums" overflowWrap="anywhere">
      {looks.map((line) => t("now", { file: nameOf(line.path), done: line.progress })).join(" ")}
      {looks.length > 0 && waiting > 0 && " "}
      {waiting > 0 && t("waiting", { count: waiting })}
    </Text>
  );
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) || path;
}
