"use client";

import { Button, Stack } from "@chakra-ui/react";
import NextLink from "next/link";
import { useTranslations } from "use-intl";

import { Page } from "@/components/page";
import { Panel } from "@/components/panel";
import { paths } from "@/config/paths";
import type { Camera } from "@/lib/api/types";

import { CameraSettings } from "./camera-settings";
import { RegionEditor } from "./region-editor";
import { RegionsText } from "./regions-text";

type Props = { camera: Camera };

/** One camera: its regions on its own frames, and its settings. */
export function CameraView({ camera }: Props) {
  const t = useTranslations("cameras");
  return (
    <Page
      title={t("title", { name: camera.name })}
      lead={<RegionsText camera={camera} />}
      actions={
        <Button asChild size="sm" variant="outline" colorPalette="gray">
          <NextLink href={paths.cameras}>{t("all")}</NextLink>
        </Button>
      }
    >
      <Stack gap="4">
        <Panel p={{ base: "3", md: "4" }}>
          <RegionEditor cameraId={camera.id} />
        </Panel>
        <CameraSettings key={`${camera.timezone} ${camera.trigger_text}`} camera={camera} />
      </Stack>
    </Page>
  );
}
