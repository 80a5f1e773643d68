"use client";

import { Box, Flex, Grid, Skeleton, Text, VisuallyHidden } from "@chakra-ui/react";

import type { CameraHealth, HealthFinding } from "@/lib/api/types";

import { LevelBadge } from "./level-badge";
import { Sparkline } from "./sparkline";
import { useMeasure } from "./use-measure";

/** The same place for the same measure on every camera; faults that most days do not have come first. */
const ORDER: readonly HealthFinding["aspect"][] = ["blind", "frozen", "clock", "sticker", "labels", "label_px", "sharpness", "brightness", "sticker_moved", "view"];
/** Of the lines, in the unit of the values. */
const TOPS: Partial<Record<HealthFinding["aspect"], number>> = { sticker: 1, labels: 1, label_px: 2, sharpness: 1, brightness: 1, sticker_moved: 0.2 };
const EDGES = { ok: "border", caution: "mark.solid", critical: "red.solid" };
const COLUMNS = { base: "minmax(0, 1fr)", sm: "repeat(auto-fill, minmax(15rem, 1fr))" };
/** As many as a usual camera has. */
const USUAL = [0, 1, 2, 3, 4, 5, 6];
const TILE = { minH: { sm: "5.5rem" }, rounded: "md" } as const;

/** What was measured of a camera, a tile for each: today's value, what is normal, and whether that is good. */
export function MeasureTiles({ camera }: { camera: CameraHealth }) {
  const findings = [...camera.findings].sort((a, b) => ORDER.indexOf(a.aspect) - ORDER.indexOf(b.aspect));
  return (
    <Grid as="ul" listStyleType="none" templateColumns={COLUMNS} gap="2" p="3">
      {findings.map((one) => (
        <Tile key={one.aspect} finding={one} days={camera.history_days} />
      ))}
    </Grid>
  );
}

/** The tiles of a camera that is not known yet, as large as they will be. */
export function NoTilesYet() {
  return (
    <Grid templateColumns={COLUMNS} gap="2" p="3">
      {USUAL.map((tile) => (
        <Skeleton key={tile} {...TILE} h={{ base: "4.5rem", sm: "auto" }} />
      ))}
    </Grid>
  );
}

function Tile({ finding, days }: { finding: HealthFinding; days: readonly string[] }) {
  const { title, value, unit, normal, trend, says } = useMeasure()(finding);
  return (
    <Box as="li" {...TILE} px="3" py="2" borderWidth="1px" borderColor={EDGES[finding.level]} title={trend ?? undefined}>
      <VisuallyHidden>{says}</VisuallyHidden>
      <Box aria-hidden>
        <Flex justify="space-between" align="flex-start" gap="2">
          <Text fontSize="sm" lineHeight="short">
            {title}
          </Text>
          <LevelBadge level={finding.level} quiet />
        </Flex>
        <Flex align="flex-end" gap="2" mt={{ sm: "1" }}>
          <Box flex="1" minW="0" lineHeight="short">
            <Text as="span" fontSize="xl" fontWeight="semibold" fontVariantNumeric="tabular-nums">
              {value}
            </Text>{" "}
            <Text as="span" fontSize="sm" color="fg.muted">
              {unit}
            </Text>
            {normal && (
              <Text as="span" display={{ base: "inline", sm: "block" }} ml={{ base: "2", sm: "0" }} fontSize="xs" color="fg.muted" whiteSpace="nowrap" fontVariantNumeric="tabular-nums">
                {normal}
              </Text>
            )}
          </Box>
          <Sparkline days={days} values={finding.history} top={TOPS[finding.aspect] ?? 0} level={finding.level} />
        </Flex>
      </Box>
    </Box>
  );
}
