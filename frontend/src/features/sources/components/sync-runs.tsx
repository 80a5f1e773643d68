"use client";

import { Box, Flex, Skeleton, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { CheckIcon, RetryIcon, WarningIcon } from "@/components/icons";
import { Pager } from "@/components/pager";
import type { SyncRun } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTroubleTexts } from "@/lib/sources/use-trouble-texts";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";

import { RUNS_A_PAGE, useSyncRuns } from "../api/get-runs";

/** When a source was looked at, and what came of it. */
export function SyncRuns({ sourceId }: { sourceId: number }) {
  const t = useTranslations("sources.runs");
  const [page, setPage] = useState(1);
  const runs = useSyncRuns(sourceId, page);
  if (runs.error && !runs.data) return <ErrorPanel error={runs.error} onRetry={() => void runs.refetch()} />;
  if (!runs.data) return <Skeleton m="4" h="24" />;
  if (runs.data.items.length === 0) {
    return (
      <Text px="4" py="6" color="fg.muted" textAlign="center">
        {t("none")}
      </Text>
    );
  }
  return (
    <>
      <Box as="ol" listStyleType="none">
        {runs.data.items.map((run) => (
          <RunLine key={run.id} run={run} />
        ))}
      </Box>
      <Pager page={page} pageSize={RUNS_A_PAGE} total={runs.data.total} onPage={setPage} />
    </>
  );
}

function RunLine({ run }: { run: SyncRun }) {
  const t = useTranslations("sources.runs");
  const words = useTroubleTexts();
  const times = useTimes();
  const zone = useSiteZone();
  const runs = run.ended_ms === null && run.trouble === null;
  const Icon = runs ? RetryIcon : run.trouble ? WarningIcon : CheckIcon;
  const figures = [
    run.ended_ms === null ? null : clockLength(run.ended_ms - run.started_ms),
    t("listed", { count: run.listed }),
    run.listed + run.fetched > 0 ? t("fetched", { count: run.fetched }) : null,
    run.bytes > 0 ? times.size(run.bytes) : null,
    run.failed > 0 ? t("failed", { count: run.failed }) : null,
    run.by_hand ? t("byHand") : null,
  ];
  return (
    <Flex as="li" gap="3" px="4" py="2" borderBottomWidth="1px" borderColor="border.muted" _last={{ borderBottomWidth: "0" }}>
      <Icon mt="0.5" color={runs ? "brand.fg" : run.trouble ? "mark.fg" : "fg.subtle"} />
      <Box flex="1" minW="0">
        <Text>
          {times.dayAndTime(run.started_ms, zone)}
          <Text as="span" color="fg.muted">
            {" · "}
            {runs ? t("running") : run.trouble ? words.title(run.trouble) : t("ok")}
          </Text>
        </Text>
        <Text fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums">
          {figures.filter(Boolean).join(" · ")}
        </Text>
        {run.trouble && (
          <Text fontSize="xs" color="fg.muted" overflowWrap="anywhere">
            {words.advice(run)}
          </Text>
        )}
      </Box>
    </Flex>
  );
}
