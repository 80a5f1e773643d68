"use client";

import { Button, Flex } from "@chakra-ui/react";
import { useRef } from "react";
import { useTranslations } from "use-intl";

import type { Camera } from "@/lib/api/types";

import { allTime, quickDays, type Range } from "../hooks/range";
import { useOneLine } from "../hooks/use-one-line";
import { CameraFilter } from "./camera-filter";
import { filterChip } from "./filter-chip";
import { RangeFields } from "./range-fields";

type Props = {
  range: Range;
  zone: string;
  cameras: readonly Camera[];
  cameraIds: readonly number[];
  onRange: (range: Range) => void;
  onCameras: (ids: readonly number[]) => void;
};

/** When and where to look, in one line: where the days have no room there, they are in the sheet with from and to. */
export function FilterBar({ range, zone, cameras, cameraIds, onRange, onCameras }: Props) {
  const t = useTranslations("trace.filters");
  const bar = useRef<HTMLDivElement>(null);
  const isFolded = useOneLine(bar);
  const isAll = range.days === null && range.from === null && range.to === null;
  const nameOf = (days: number) => (days === 1 ? t("today") : t("days", { days }));
  const days = (
    <Flex role="group" aria-label={t("quick")} columnGap={{ base: "0.5", lg: "0" }} rowGap="1" wrap="wrap">
      <Quick chosen={isAll} onClick={() => onRange(allTime)}>
        {t("all")}
      </Quick>
      {quickDays.map((one) => (
        <Quick key={one} chosen={range.days === one} onClick={() => onRange({ days: one, from: null, to: null })}>
          {nameOf(one)}
        </Quick>
      ))}
    </Flex>
  );
  return (
    <Flex ref={bar} columnGap={{ base: "1.5", lg: "0.5" }} rowGap="1" align="center" wrap="wrap">
      {!isFolded && days}
      <RangeFields
        range={range}
        zone={zone}
        onRange={onRange}
        days={isFolded ? days : null}
        daysName={isAll ? t("all") : range.days === null ? null : nameOf(range.days)}
      />
      <CameraFilter cameras={cameras} chosen={cameraIds} onChange={onCameras} />
    </Flex>
  );
}

function Quick({ chosen, onClick, children }: { chosen: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <Button
      {...filterChip}
      variant={chosen ? "subtle" : "ghost"}
      colorPalette={chosen ? "brand" : "gray"}
      aria-pressed={chosen}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
