"use client";

import { Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { ToProgram } from "@/components/feedback/to-program";
import { CameraIcon, ChevronIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { Panel } from "@/components/panel";
import { healthPath, paths } from "@/config/paths";
import type { CameraHealth } from "@/lib/api/types";
import { useRefreshOn } from "@/lib/live/use-refresh-on";
import { useTimes } from "@/lib/time/use-times";

import { useHealthList } from "../api/get-health";
import { healthKeys } from "../api/keys";
import { AdviceList } from "./advice-list";
import { CameraDetail } from "./camera-detail";
import { LevelBadge } from "./level-badge";
import { MeasureTiles, NoTilesYet } from "./measure-tiles";

const RANK = { critical: 0, caution: 1, ok: 3, unknown: 2 };

/** Whether every camera still sees what it should; the worst first. */
export function HealthView() {
  const t = useTranslations("health");
  const list = useHealthList();
  useRefreshOn(["recording"], healthKeys.all, 5_000);
  const cameras = [...(list.data?.cameras ?? [])].sort((a, b) => RANK[a.level ?? "unknown"] - RANK[b.level ?? "unknown"]);
  return (
    <Page title={t("title")} lead={t("lead")}>
      {list.error && !list.data ? (
        <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <Stack gap="4">
          {[0, 1].map((panel) => (
            <Panel key={panel} actions={<Skeleton h="6" w="40" mr="auto" />}>
              <NoTilesYet />
              <Flex px="4" py="2" borderTopWidth="1px">
                <Skeleton h="4" w="60" />
              </Flex>
            </Panel>
          ))}
        </Stack>
      ) : cameras.length === 0 ? (
        <Panel>
          <StatePanel icon={<CameraIcon />} title={t("noCameras")} actions={<ToProgram />}>
            {t("noCamerasHint")}
          </StatePanel>
        </Panel>
      ) : (
        <Stack gap="4">
          {cameras.map((camera) => (
            <CameraPanel key={camera.camera_id} camera={camera} />
          ))}
        </Stack>
      )}
    </Page>
  );
}

function CameraPanel({ camera }: { camera: CameraHealth }) {
  const t = useTranslations("health");
  const times = useTimes();
  const open = useSearchParams().get("cam") === String(camera.camera_id);
  const toggle = () => window.history.replaceState(null, "", open ? paths.health : healthPath(camera.camera_id));
  return (
    <Panel
      title={camera.camera_name}
      actions={
        <>
          <LevelBadge level={camera.level} />
          {camera.level !== null && (
            <Button size="xs" variant="ghost" colorPalette="gray" aria-expanded={open} onClick={toggle}>
              {t("details")}
              <ChevronIcon transform={open ? "rotate(180deg)" : undefined} />
            </Button>
          )}
        </>
      }
    >
      {camera.level === null ? (
        <Text px="4" py="4" color="fg.muted">
          {camera.outside_hours > 0
            ? t("onlyOutside", { count: camera.outside_hours })
            : camera.without_facts > 0
              ? t("olderVersion", { count: camera.without_facts })
              : t("notYet")}
        </Text>
      ) : (
        <>
          <MeasureTiles camera={camera} />
          <AdviceList findings={camera.findings} />
          <Flex px="4" py="2" gap="4" wrap="wrap" borderTopWidth="1px" fontSize="xs" color="fg.muted">
            {camera.level === "ok" && (
              <Text color="fg" fontWeight="medium">
                {t("allFine")}
              </Text>
            )}
            <Text>{t("measured", { day: camera.day === null ? "" : times.namedDay(camera.day), recordings: camera.measures?.recordings ?? 0, looks: camera.measures?.looks ?? 0 })}</Text>
            {camera.without_facts > 0 && <Text>{t("someOlder", { count: camera.without_facts })}</Text>}
            {camera.outside_hours > 0 && <Text>{t("someOutside", { count: camera.outside_hours })}</Text>}
          </Flex>
          {open && <CameraDetail cameraId={camera.camera_id} />}
        </>
      )}
    </Panel>
  );
}
