"use client";

import { Button, Flex, Text } from "@chakra-ui/react";
import { memo, useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { Panel } from "@/components/panel";
import type { CameraDay } from "@/lib/api/types";

import type { Found } from "../hooks/at-point";
import type { Entry } from "../hooks/entries";
import { DayRows } from "./day-rows";

type Part = "all" | "events" | "noCode" | "footage";
const PARTS: readonly Part[] = ["all", "events", "noCode", "footage"];

type Props = {
  day: CameraDay;
  entries: readonly Entry[];
  chosenKey: string | null;
  reachedMs: number | null;
  onPick: (day: CameraDay, atMs: number, found: Found) => void;
};

/** The row of one camera as a list: for those who cannot see or point, and for reading the causes. */
export const DayList = memo(function DayList({ day, entries, chosenKey, reachedMs, onPick }: Props) {
  const t = useTranslations("timeline");
  const [part, setPart] = useState<Part>("all");
  const parts = useMemo(() => new Map(PARTS.map((one) => [one, entries.filter((entry) => belongs(entry.found, one))])), [entries]);
  const shown = parts.get(part) ?? entries;
  return (
    // Beside the player it is as high as the player, and scrolls within.
    <Panel title={t("list.title", { camera: day.camera_name })} display="flex" flexDirection="column" position={{ lg: "absolute" }} inset="0" overflow="hidden">
      <Flex role="group" aria-label={t("list.filter")} gap="1" px="3" py="2" borderBottomWidth="1px" wrap="wrap">
        {PARTS.map((one) => (
          <Button key={one} size="xs" variant={one === part ? "subtle" : "ghost"} colorPalette={one === part ? "brand" : "gray"} aria-pressed={one === part} onClick={() => setPart(one)}>
            {t(`list.${one}`)}
            <Text as="span" color="fg.muted" fontVariantNumeric="tabular-nums">
              {parts.get(one)?.length}
            </Text>
          </Button>
        ))}
      </Flex>
      {shown.length === 0 ? (
        <Text px="4" py="6" color="fg.muted" textAlign="center">
          {t("list.empty")}
        </Text>
      ) : (
        <DayRows entries={shown} day={day} chosenKey={chosenKey} reachedMs={reachedMs} onPick={onPick} />
      )}
      {day.more_events !== null && (
        <Text px="4" py="2" fontSize="xs" color="fg.muted" borderTopWidth="1px">
          {t("list.notAll")}
        </Text>
      )}
    </Panel>
  );
});

function belongs(found: Found, part: Part): boolean {
  if (part === "all") return true;
  if (part === "footage") return found.kind === "recording" || found.kind === "gap";
  if (part === "noCode") return found.kind === "unread" || (found.kind === "event" && found.item.codes.length === 0);
  return found.kind === "event";
}
