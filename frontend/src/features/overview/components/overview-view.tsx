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
import { ProblemsPanel } from "./problems-panel";
import { Figures } from "./figures";

/** What runs, what today brought, how long the disk lasts, and what is wrong. `running` and `troubles` belong to other features. */
export function OverviewView({ running, troubles }: { running: ReactNode; troubles: readonly ReactNode[] }) {
  const t = useTranslations("overview");
  const overview = useOverview();
  useRefreshOn(["program", "event", "health"], overviewKey, 3_000);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Stack gap="4">
        {running}
        {overview.data ? (
          <Grid
            templateColumns={{ base: "minmax(0, 1fr)", xl: "minmax(0, 1fr) 26rem" }}
            // Narrow: what needs a hand comes first, the disk last.
            templateAreas={{ base: '"problems" "day" "disk"', xl: '"day problems" "day disk"' }}
            templateRows={{ xl: "auto 1fr" }}
            gap="4"
            alignItems="start"
          >
            <Stack gap="4" minW="0" gridArea="day">
              <Figures overview={overview.data} />
              <DayPanel overview={overview.data} />
            </Stack>
            <GridItem minW="0" gridArea="problems">
              <ProblemsPanel problems={overview.data.problems} troubles={troubles} />
            </GridItem>
            <GridItem minW="0" gridArea="disk">
              <DiskPanel overview={overview.data} />
            </GridItem>
          </Grid>
        ) : overview.error ? (
          <Panel>
            <ErrorPanel error={overview.error} onRetry={() => void overview.refetch()} />
          </Panel>
        ) : (
          <Grid templateColumns={{ base: "1fr", xl: "minmax(0, 1fr) 26rem" }} gap="4">
            <GridItem>
              <Skeleton h="24" mb="4" />
              <Skeleton h="72" />
            </GridItem>
            <Skeleton h="64" />
          </Grid>
        )}
      </Stack>
    </Page>
  );
}
