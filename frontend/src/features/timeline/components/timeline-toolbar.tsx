"use client";

import { Button, Flex, IconButton } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ChevronIcon } from "@/components/icons";

import { dayBy } from "../hooks/days";
import { DayPicker } from "./day-picker";

type Props = {
  day: string;
  lastDay: string | null;
  /** All of the day is on the screen. */
  whole: boolean;
  /** The day's stretch is less than all of it, so that there is something to choose. */
  partly: boolean;
  onDay: (day: string) => void;
  onZoom: (factor: number) => void;
  onWhole: () => void;
};

export function TimelineToolbar({ day, lastDay, whole, partly, onDay, onZoom, onWhole }: Props) {
  const t = useTranslations("timeline");
  return (
    <Flex gap="2" wrap="wrap" align="center">
      <Flex gap="1">
        <IconButton size="sm" variant="outline" colorPalette="gray" aria-label={t("dayBack")} title={t("dayBack")} onClick={() => onDay(dayBy(day, -1))}>
          <ChevronIcon transform="rotate(90deg)" />
        </IconButton>
        <DayPicker day={day} onDay={onDay} />
        <IconButton size="sm" variant="outline" colorPalette="gray" aria-label={t("dayOn")} title={t("dayOn")} onClick={() => onDay(dayBy(day, 1))}>
          <ChevronIcon transform="rotate(-90deg)" />
        </IconButton>
        {lastDay !== null && lastDay !== day && (
          <Button size="sm" variant="ghost" colorPalette="gray" onClick={() => onDay(lastDay)}>
            {t("newest")}
          </Button>
        )}
      </Flex>
      <Flex gap="1" role="group" aria-label={t("zoom")}>
        <Button size="sm" variant="outline" colorPalette="gray" aria-label={t("zoomOut")} title={t("zoomOut")} disabled={whole} onClick={() => onZoom(2)}>
          −
        </Button>
        <Button size="sm" variant="outline" colorPalette="gray" aria-label={t("zoomIn")} title={t("zoomIn")} onClick={() => onZoom(0.5)}>
          +
        </Button>
        <Button size="sm" variant={whole ? "subtle" : "outline"} colorPalette={whole ? "brand" : "gray"} aria-pressed={whole} disabled={whole && !partly} title={t("wholeDayHint")} onClick={onWhole}>
          {t("wholeDay")}
        </Button>
      </Flex>
    </Flex>
  );
}
