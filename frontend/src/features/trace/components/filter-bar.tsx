"use client";

import { Button, Flex } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { Camera } from "@/lib/api/types";

import { allTime, quickDays, type Range } from "../hooks/range";
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

/** When and where to look. */
export function FilterBar({ range, zone, cameras, cameraIds, onRange, onCameras }: Props) {
  const t = useTranslations("trace.filters");
  const isAll = range.days === null && range.from === null && range.to === null;
  return (
    <Flex columnGap={{ base: "1.5", lg: "0.5" }} rowGap="1" align="center" wrap="wrap">
      <Flex role="group" aria-label={t("quick")} columnGap={{ base: "0.5", lg: "0" }} rowGap="1" wrap="wrap">
        <Quick chosen={isAll} onClick={() => onRange(allTime)}>
          {t("all")}
        </Quick>
        {quickDays.map((days) => (
          <Quick
            key={days}
            chosen={range.days === days}
            onClick={() => onRange({ days, from: null, to: null })}
          >
            {days === 1 ? t("today") : t("days", { days })}
          </Quick>
        ))}
      </Flex>
      <RangeFields range={range} zone={zone} onRange={onRange} />
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
