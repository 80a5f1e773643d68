"use client";

import { Grid, GridItem, Stack } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { Page } from "@/components/page";
import { useRefreshOn } from "@/lib/live/use-refresh-on";

import { programKeys } from "../api/keys";
import { FilesPanel } from "./files-panel";
import { ProgramCards } from "./program-cards";
import { RunHistory } from "./run-history";
import { RunPanel } from "./run-panel";

type Props = {
  /** Whether there is a camera to work on; null while that is not known. */
  ready: boolean | null;
  /** The panel of sources, which belongs to another feature. */
  sources: ReactNode;
  /** What to do first, shown in place of the files while nothing is set up. */
  firstSteps: ReactNode;
};

export function ProgramView({ ready, sources, firstSteps }: Props) {
  const t = useTranslations("program");
  useRefreshOn(["recording", "program"], programKeys.recordings);
  useRefreshOn(["recording", "program"], programKeys.status, 1_500);
  useRefreshOn(["program"], programKeys.runs, 1_500);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Stack gap="4">
        <RunPanel />
        <ProgramCards enabled={ready !== false} />
        <Grid templateColumns={{ base: "minmax(0, 1fr)", xl: "minmax(0, 1fr) 24rem" }} gap="4" alignItems="start">
          <GridItem minW="0">{ready === false ? firstSteps : <FilesPanel />}</GridItem>
          <Stack gap="4" minW="0">
            {sources}
            <RunHistory />
          </Stack>
        </Grid>
      </Stack>
    </Page>
  );
}
