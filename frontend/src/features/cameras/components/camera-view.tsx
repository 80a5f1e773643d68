"use client";

import { Button, Flex, Stack } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { CopyIcon, StickerIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { Panel } from "@/components/panel";
import { paths } from "@/config/paths";
import type { Camera } from "@/lib/api/types";

import { CameraSettings } from "./camera-settings";
import { CopyDialog, hasRegions } from "./copy-dialog";
import { RegionEditor } from "./region-editor";
import { RegionsText } from "./regions-text";
import { StickerDialog } from "./sticker-dialog";

type Props = { camera: Camera; others: readonly Camera[] };

/** One camera: its regions on its own frames, and its settings. */
export function CameraView({ camera, others }: Props) {
  const t = useTranslations("cameras");
  const [dialog, setDialog] = useState<"copy" | "sticker" | null>(null);
  return (
    <Page
      title={t("title", { name: camera.name })}
      lead={<RegionsText camera={camera} />}
      actions={
        <Flex gap="2" wrap="wrap">
          <Button size="sm" variant="outline" colorPalette="gray" onClick={() => setDialog("sticker")}>
            <StickerIcon /> {t("sticker.open")}
          </Button>
          {others.length > 0 && (
            <Button
              size="sm"
              variant="outline"
              colorPalette="gray"
              disabled={!hasRegions(camera)}
              title={hasRegions(camera) ? undefined : t("copy.nothing")}
              onClick={() => setDialog("copy")}
            >
              <CopyIcon /> {t("copy.open")}
            </Button>
          )}
          <Button asChild size="sm" variant="outline" colorPalette="gray">
            <PageLink href={paths.cameras}>{t("all")}</PageLink>
          </Button>
        </Flex>
      }
    >
      <Stack gap="4">
        <Panel p={{ base: "3", md: "4" }}>
          <RegionEditor cameraId={camera.id} />
        </Panel>
        <CameraSettings camera={camera} />
      </Stack>
      <StickerDialog camera={camera} open={dialog === "sticker"} onClose={() => setDialog(null)} />
      <CopyDialog camera={camera} others={others} open={dialog === "copy"} onClose={() => setDialog(null)} />
    </Page>
  );
}
