"use client";

import { Grid, GridItem, Skeleton, Stack } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Page } from "@/components/page";
import { Panel } from "@/components/panel";
import { useRefreshOn } from "@/lib/live/use-refresh-on";

import { overviewKey, useOverview } from "../api/get-overview";
import { DayPanel } from "./day-panel";
import { DiskPanel } from "./disk-panel";
import { ProblemsPanel, type Trouble } from "./problems-panel";
import { Figures } from "./figures";

type Props = { running: ReactNode; troubles: readonly Trouble[]; latest: ReactNode };

/** What runs, what today brought, how long the disk lasts, and what is wrong. All that is handed in belongs to other features. */
export function OverviewView({ running, troubles, latest }: Props) {
  const t = useTranslations("overview");
  const overview = useOverview();
  const { data, error } = overview;
  useRefreshOn(["program", "event", "health"], overviewKey, 3_000);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Stack gap="4">
        {running}
        <Grid
          templateColumns={{ base: "minmax(0, 1fr)", xl: "minmax(0, 1fr) 26rem" }}
          // Narrow: what needs a hand comes first, the disk last.
          templateAreas={{ base: '"problems" "day" "disk"', xl: '"day problems" "day disk"' }}
          templateRows={{ xl: "auto 1fr" }}
          gap="4"
          alignItems="start"
        >
          <Stack gap="4" minW="0" gridArea="day">
            {data ? (
              <>
                <Figures overview={data} />
                <DayPanel overview={data} />
              </>
            ) : error ? (
              <Panel>
                <ErrorPanel error={error} onRetry={() => void overview.refetch()} />
              </Panel>
            ) : (
              <>
                <Skeleton h={{ base: "28", md: "8.4rem" }} />
                <Skeleton h="60" />
              </>
            )}
            {latest}
          </Stack>
          <GridItem minW="0" gridArea="problems">
            {data ? <ProblemsPanel problems={data.problems} troubles={troubles} /> : !error && <Skeleton h="28" />}
          </GridItem>
          <GridItem minW="0" gridArea="disk">
            {data ? <DiskPanel overview={data} /> : !error && <Skeleton h="72" />}
          </GridItem>
        </Grid>
      </Stack>
    </Page>
  );
}
