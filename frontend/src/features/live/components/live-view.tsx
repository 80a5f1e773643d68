"use client";

import { Button, Grid, Skeleton } from "@chakra-ui/react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { LiveIcon, PlusIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { PageSkeleton } from "@/components/page-skeleton";
import { PageLink } from "@/components/page-link";
import { Panel } from "@/components/panel";
import { addSourcePath } from "@/config/paths";
import { insist } from "@/lib/parts/insist";
import { useMayOpen } from "@/lib/session/session";
import { useLiveCameras } from "@/lib/sources/live-cameras";

import { inOrder } from "../hooks/live-state";
import { LiveTile } from "./live-tile";

const LiveCameraView = dynamic(() => insist(() => import("./live-camera")).then((module) => module.LiveCameraView), { loading: () => <PageSkeleton /> });

/** All cameras that are recorded here, or the one that the address names. */
export function LiveView() {
  const t = useTranslations("live");
  const wanted = Number(useSearchParams().get("camera"));
  const live = useLiveCameras();
  // Who looks after some cameras only adds none.
  const mayAdd = useMayOpen(addSourcePath());
  const cameras = inOrder((live.data?.items ?? []).map((one) => ({ ...one, name: one.camera_name })));
  const large = cameras.find((one) => one.camera_id === wanted);
  if (large) return <LiveCameraView key={large.camera_id} camera={large} others={cameras} />;
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        cameras.length > 0 &&
        mayAdd && (
          <Button asChild size="sm" variant="outline">
            <PageLink href={addSourcePath("rtsp")}>
              <PlusIcon /> {t("add")}
            </PageLink>
          </Button>
        )
      }
    >
      {live.error && !live.data ? (
        <ErrorPanel error={live.error} onRetry={() => void live.refetch()} />
      ) : live.data && cameras.length === 0 ? (
        <Panel>
          <StatePanel
            icon={<LiveIcon />}
            title={t("empty")}
            actions={
              mayAdd && (
                <>
                  <Button asChild size="sm">
                    <PageLink href={addSourcePath("rtsp")}>{t("add")}</PageLink>
                  </Button>
                  <Button asChild size="sm" variant="outline">
                    <PageLink href={addSourcePath("onvif")}>{t("find")}</PageLink>
                  </Button>
                </>
              )
            }
          >
            {t(mayAdd ? "emptyText" : "emptyForYou")}
          </StatePanel>
        </Panel>
      ) : (
        <Grid as="ul" aria-label={t("wall")} listStyleType="none" templateColumns="repeat(auto-fill, minmax(min(100%, 20rem), 1fr))" gap="4">
            {live.data ? cameras.map((camera) => <LiveTile key={camera.camera_id} camera={camera} />) : [1, 2, 3].map((key) => <Skeleton key={key} as="li" aspectRatio="16 / 10" rounded="lg" />)}
          </Grid>
      )}
    </Page>
  );
}
