"use client";

import { Grid, Skeleton } from "@chakra-ui/react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { ToProgram } from "@/components/feedback/to-program";
import { CameraIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { useCameras } from "@/lib/cameras/cameras";
import { useRefreshOn } from "@/lib/live/use-refresh-on";

import { recordingCountKey } from "../api/get-camera-recordings";
import { CameraCard } from "./camera-card";
import { CameraView } from "./camera-view";

/** All cameras, or the one that the address names. */
export function CamerasView() {
  const t = useTranslations("cameras");
  const wanted = Number(useSearchParams().get("camera"));
  const cameras = useCameras();
  useRefreshOn(["recording", "program"], recordingCountKey, 3_000);
  const items = cameras.data?.items ?? [];
  const camera = items.find((one) => one.id === wanted);
  if (camera) return <CameraView key={camera.id} camera={camera} others={items.filter((one) => one.id !== wanted)} />;
  return (
    <Page title={t("heading")} lead={t("lead")}>
      {cameras.error && !cameras.data ? (
        <ErrorPanel error={cameras.error} onRetry={() => void cameras.refetch()} />
      ) : cameras.data && items.length === 0 ? (
        <StatePanel
          icon={<CameraIcon />}
          title={t("none")}
          actions={<ToProgram />}
        >
          {t("noneText")}
        </StatePanel>
      ) : (
        <Grid as="ul" templateColumns="repeat(auto-fill, minmax(min(100%, 17rem), 1fr))" gap="4" listStyleType="none">
          {cameras.data
            ? items.map((one) => <CameraCard key={one.id} camera={one} />)
            : [1, 2, 3].map((key) => <Skeleton key={key} as="li" h="64" rounded="lg" />)}
        </Grid>
      )}
    </Page>
  );
}
