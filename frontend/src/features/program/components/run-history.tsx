"use client";

import { Badge, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Panel } from "@/components/panel";
import type { Run } from "@/lib/api/types";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { browserZone, zoneLabel } from "@/lib/time/zone";

import { useRuns } from "../api/get-runs";

const tones: Record<string, string> = { running: "brand", done: "green", failed: "red" };

/** The latest runs, newest first. Their times are the server's doing, not a camera's: the browser's zone is shown. */
export function RunHistory() {
  const t = useTranslations("program.history");
  const runs = useRuns();
  return (
    <Panel title={t("title")}>
      {runs.data ? (
        runs.data.items.length > 0 ? (
          <Stack as="ol" gap="0" separator={<Flex borderTopWidth="1px" borderColor="border.muted" />}>
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
    </Panel>
  );
}

function RunLine({ run }: { run: Run }) {
  const t = useTranslations("program");
  const times = useTimes();
  const zone = browserZone();
  const name = ["first", "default", "custom"].includes(run.program)
    ? t(`cards.${run.program as "first"}.title`)
    : run.program;
  const status = run.status as "done";
  return (
    <Flex as="li" px="4" py="2" gap="2" align="center">
      <Stack gap="0" flex="1" minW="0">
        <Text truncate fontWeight="medium">
          {name}
          {run.days !== null && ` · ${t("history.days", { days: run.days })}`}
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
      </Stack>
      <Badge colorPalette={tones[run.status] ?? "gray"}>
        {t.has(`history.status.${status}`) ? t(`history.status.${status}`) : run.status}
      </Badge>
    </Flex>
  );
}
