"use client";

import { Badge, Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Panel } from "@/components/panel";
import type { Run } from "@/lib/api/types";
import { clockLength } from "@/lib/time/format";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { FEW_RUNS, useRuns } from "../api/get-runs";
import { useFileFilter } from "../hooks/use-file-filter";
import { hadNothingToDo } from "./program-state";

const MORE_RUNS = 50;
const tones: Record<string, string> = { running: "brand", done: "green", failed: "red" };

/** The latest runs, newest first. Their times are the server's doing, not a camera's: the site's zone is shown. */
export function RunHistory() {
  const t = useTranslations("program.history");
  const [count, setCount] = useState(FEW_RUNS);
  const runs = useRuns(count);
  return (
    <Panel title={t("title")}>
      {runs.data ? (
        runs.data.items.length > 0 ? (
          <Stack as="ol" gap="0">
            {runs.data.items.map((run) => (
              <RunLine key={run.id} run={run} />
            ))}
          </Stack>
        ) : (
          <Text px="4" py="3" color="fg.muted">
            {t("none")}
          </Text>
        )
      ) : runs.error ? (
        <ErrorPanel error={runs.error} onRetry={() => void runs.refetch()} />
      ) : (
        <Skeleton m="4" h="16" />
      )}
      {runs.data && runs.data.total > count && (
        <Flex px="4" py="2" borderTopWidth="1px">
          <Button size="xs" variant="ghost" loading={runs.isFetching} onClick={() => setCount(count + MORE_RUNS)}>
            {t("more")}
          </Button>
        </Flex>
      )}
    </Panel>
  );
}

function RunLine({ run }: { run: Run }) {
  const t = useTranslations("program");
  const times = useTimes();
  const zone = useSiteZone();
  const [filter, setFilter] = useFileFilter();
  const name = ["first", "default", "custom"].includes(run.program)
    ? t(`cards.${run.program as "first"}.title`)
    : run.program;
  const status = run.status as "done";
  return (
    <Flex as="li" px="4" py="2" gap="2" align="flex-start" borderTopWidth="1px" borderColor="border.muted" _first={{ borderTopWidth: "0" }}>
      <Stack gap="0" flex="1" minW="0">
        <Text truncate fontWeight="medium">
          {name}
          {run.days !== null && ` · ${t("history.days", { days: run.days })}`}
          {run.again && ` · ${t("history.again")}`}
        </Text>
        {run.custom_path !== null && (
          // Cut at its start: the end of a path tells them apart. The marks keep its slashes in order.
          <Text truncate fontSize="xs" fontFamily="mono" direction="rtl" textAlign="left" title={run.custom_path}>
            {`\u200e${run.custom_path}\u200e`}
          </Text>
        )}
        <Text truncate fontSize="xs" color="fg.muted">
          {times.dayAndTime(run.started_ms, zone)} {zoneLabel(run.started_ms, zone)}
          {run.finished_ms !== null && ` · ${clockLength(run.finished_ms - run.started_ms)}`}
        </Text>
        <Figures run={run} />
      </Stack>
      <Flex direction="column" align="flex-end" gap="1">
        <Badge colorPalette={tones[run.status] ?? "gray"}>
          {t.has(`history.status.${status}`) ? t(`history.status.${status}`) : run.status}
        </Badge>
        {/* A run without an end takes in whatever turns up; its files are no list of their own. */}
        {run.program !== "default" && (
          <Button
            size="2xs"
            variant="ghost"
            aria-pressed={filter.runId === run.id}
            aria-label={t("history.showFilesOf", { id: run.id })}
            onClick={() => setFilter({ runId: filter.runId === run.id ? null : run.id })}
          >
            {t("history.showFiles")}
          </Button>
        )}
      </Flex>
    </Flex>
  );
}

function Figures({ run }: { run: Run }) {
  const t = useTranslations("program.history");
  const total = run.files_total;
  if (total === null) return null;
  if (hadNothingToDo(run)) return <Line>{t("allBefore", { count: total })}</Line>;
  const settled = (run.files_done ?? 0) + (run.files_failed ?? 0);
  const parts = [
    settled < total ? t("filesOf", { done: settled, total }) : t("files", { count: total }),
    run.files_failed ? t("failed", { count: run.files_failed }) : null,
    run.files_before ? t("before", { count: run.files_before }) : null,
    run.media_ms ? t("footage", { length: clockLength(run.media_ms) }) : null,
  ];
  return <Line>{parts.filter((part) => part !== null).join(" · ")}</Line>;
}

function Line({ children }: { children: string }) {
  return (
    <Text fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums">
      {children}
    </Text>
  );
}
