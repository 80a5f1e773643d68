"use client";

import { Box, Grid, useBreakpointValue, VisuallyHidden } from "@chakra-ui/react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { useRem } from "@/lib/theme/use-rem";

import { useRecordingsAt, type RecordingFilter } from "../api/get-recordings";
import type { ChosenFiles } from "../hooks/use-chosen-files";
import { COLUMNS, FileRow, FileRowSkeleton } from "./file-row";

const ROW_REM = { base: 5.75, md: 3.5 };
const MORE_ROWS = 8;

type Props = { filter: RecordingFilter; total: number; chosen: ChosenFiles };

/** Tens of thousands of files: only the rows in sight are in the page, only their pages are fetched. */
export function FileList({ filter, total, chosen }: Props) {
  const t = useTranslations("program.files");
  const box = useRef<HTMLDivElement>(null);
  const rem = useRem();
  const rowPx = (useBreakpointValue(ROW_REM, { ssr: false }) ?? ROW_REM.md) * rem;
  // The rows are drawn anew at every scroll anyway; nothing below relies on being remembered.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: MORE_ROWS,
  });
  useEffect(() => rows.measure(), [rows, rowPx]);
  const shown = rows.getVirtualItems();
  const at = useRecordingsAt(filter, shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0);
  return (
    <Box role="table" aria-label={t("title")} aria-rowcount={total + 1}>
      <Grid
        role="row"
        aria-rowindex={1}
        templateColumns={COLUMNS}
        columnGap="3"
        px="4"
        py="2"
        display={{ base: "none", md: "grid" }}
        borderBottomWidth="1px"
        fontWeight="medium"
        color="fg.muted"
      >
        <Box role="columnheader">
          <VisuallyHidden>{t("chosenColumn")}</VisuallyHidden>
        </Box>
        <Box role="columnheader">{t("file")}</Box>
        <Box role="columnheader">{t("state")}</Box>
        <Box role="columnheader" textAlign="end">
          {t("orders")}
        </Box>
        <Box role="columnheader" textAlign="end">
          {t("length")}
        </Box>
      </Grid>
      <Box
        ref={box}
        role="rowgroup"
        tabIndex={0}
        aria-label={t("title")}
        maxH={{ base: "70vh", md: "calc(100vh - 15rem)" }}
        minH={`${Math.min(total, 4) * rowPx}px`}
        overflowY="auto"
        overscrollBehavior="auto"
        focusVisibleRing="inside"
      >
        <Box position="relative" h={`${rows.getTotalSize()}px`}>
          {shown.map((row) => {
            const recording = at(row.index);
            return (
              <Grid
                key={row.key}
                role="row"
                aria-rowindex={row.index + 2}
                data-index={row.index}
                ref={rows.measureElement}
                position="absolute"
                top="0"
                left="0"
                w="full"
                style={{ transform: `translateY(${row.start}px)` }}
                templateColumns={COLUMNS}
                columnGap="3"
                px="4"
                py="2"
                borderBottomWidth="1px"
                borderColor="border.muted"
              >
                {recording ? (
                  <FileRow recording={recording} chosen={chosen.has(recording.id)} onToggle={chosen.toggle} />
                ) : (
                  <FileRowSkeleton />
                )}
              </Grid>
            );
          })}
        </Box>
      </Box>
    </Box>
  );
}
