"use client";

import { Box, chakra, Grid, Table, Text } from "@chakra-ui/react";
import { useLocale, useTranslations } from "use-intl";

import type { DayHealth } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";

import { TrendChart } from "./trend-chart";

type Curve = { key: "readability" | "drift" | "readRate" | "labelPx" | "sharpness" | "brightness"; of: (day: DayHealth) => number | null; limit: number | null; top: number | null; percent: boolean };

// The limits are those of the verdicts (backend/health/limits.py), drawn where they do not depend on the camera's normal.
const curves: readonly Curve[] = [
  { key: "readability", of: (day) => day.measures.readability, limit: 0.85, top: 1, percent: true },
  { key: "drift", of: (day) => day.drift, limit: 0.1, top: null, percent: true },
  { key: "readRate", of: (day) => day.measures.read_rate, limit: 0.85, top: 1, percent: true },
  { key: "labelPx", of: (day) => day.measures.label_px, limit: 2, top: null, percent: false },
  { key: "sharpness", of: (day) => day.measures.sharpness, limit: null, top: null, percent: false },
  { key: "brightness", of: (day) => day.measures.brightness, limit: null, top: 255, percent: false },
];

/** What was measured over the days, as lines and as a table. */
export function CameraTrends({ days }: { days: readonly DayHealth[] }) {
  const t = useTranslations("health.trend");
  const locale = useLocale();
  const times = useTimes();
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const shown = curves
    .map((curve) => ({
      ...curve,
      format: (value: number) => (curve.percent ? percent : plain).format(value),
      points: days.flatMap((day) => {
        const value = curve.of(day);
        return value === null ? [] : [{ day: day.day, value }];
      }),
    }))
    .filter((curve) => curve.points.length > 0);
  return (
    <Box>
      <Grid templateColumns="repeat(auto-fill, minmax(15rem, 1fr))" gap="4">
        {shown.map((curve) => (
          <TrendChart
            key={curve.key}
            title={t(`curves.${curve.key}`)}
            points={curve.points}
            limit={curve.limit}
            top={curve.top}
            format={curve.format}
            summary={t("summary", {
              what: t(`curves.${curve.key}`),
              days: curve.points.length,
              first: curve.format(curve.points[0]?.value ?? 0),
              last: curve.format(curve.points.at(-1)?.value ?? 0),
            })}
          />
        ))}
      </Grid>
      <chakra.details mt="4">
        <chakra.summary cursor="pointer" fontSize="sm" color="brand.fg">
          {t("table")}
        </chakra.summary>
        <Box overflowX="auto" mt="2" tabIndex={0} role="region" aria-label={t("table")}>
          <Table.Root size="sm" aria-label={t("table")}>
            <Table.Header>
              <Table.Row bg="transparent">
                <Table.ColumnHeader>{t("day")}</Table.ColumnHeader>
                {shown.map((curve) => (
                  <Table.ColumnHeader key={curve.key} textAlign="end">
                    {t(`curves.${curve.key}`)}
                  </Table.ColumnHeader>
                ))}
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {[...days].reverse().map((day) => (
                <Table.Row key={day.day} bg="transparent">
                  <Table.Cell whiteSpace="nowrap">{times.namedDay(day.day)}</Table.Cell>
                  {shown.map((curve) => {
                    const value = curve.of(day);
                    return (
                      <Table.Cell key={curve.key} textAlign="end" fontVariantNumeric="tabular-nums">
                        {value === null ? <Text as="span" color="fg.subtle">–</Text> : curve.format(value)}
                      </Table.Cell>
                    );
                  })}
                </Table.Row>
              ))}
            </Table.Body>
          </Table.Root>
        </Box>
      </chakra.details>
    </Box>
  );
}
