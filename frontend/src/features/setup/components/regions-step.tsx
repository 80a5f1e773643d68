"use client";

import { Button, Flex, Skeleton, Stack } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { CameraIcon, CheckIcon } from "@/components/icons";
import { setupPath } from "@/config/paths";
import { useCameras } from "@/lib/cameras/cameras";
import { askToLeave } from "@/lib/leave/ask-to-leave";
import type { Camera } from "@/lib/api/types";

import { StepFrame } from "./step-frame";

type Props = { editor: (cameraId: number, onSaved: () => void) => ReactNode; onNext: () => void };

/** Where to look on each camera, drawn on its own recordings. */
export function RegionsStep({ editor, onNext }: Props) {
  const t = useTranslations("setup.regions");
  const cameras = useCameras();
  const [picked, setPicked] = useState<number | null>(null);
  const items = (cameras.data?.items ?? []).filter((camera) => camera.enabled);
  const shown = items.find((camera) => camera.id === picked) ?? items.find((camera) => !isDrawn(camera)) ?? items[0];

  /** On to the next camera without regions, so that nobody has to look for it. */
  function saved(cameraId: number) {
    const bare = items.find((camera) => camera.id !== cameraId && !isDrawn(camera));
    setPicked(bare?.id ?? cameraId);
  }

  return (
    <StepFrame step="regions" incomplete={items.length === 0} onNext={onNext}>
      {cameras.error && !cameras.data ? (
        <ErrorPanel error={cameras.error} onRetry={() => void cameras.refetch()} />
      ) : !cameras.data ? (
        <Skeleton h="64" />
      ) : shown ? (
        <Stack gap="4">
          {items.length > 1 && (
            <Flex gap="2" wrap="wrap" role="group" aria-label={t("cameras")}>
              {items.map((camera) => (
                <Button
                  key={camera.id}
                  size="sm"
                  variant={camera.id === shown.id ? "subtle" : "outline"}
                  colorPalette={camera.id === shown.id ? "brand" : "gray"}
                  aria-pressed={camera.id === shown.id}
                  onClick={() => askToLeave(() => setPicked(camera.id))}
                >
                  {isDrawn(camera) ? <CheckIcon aria-label={t("drawn")} /> : <CameraIcon />} {camera.name}
                </Button>
              ))}
            </Flex>
          )}
          {editor(shown.id, () => saved(shown.id))}
        </Stack>
      ) : (
        <StatePanel
          icon={<CameraIcon />}
          title={t("none")}
          actions={
            <Button asChild size="sm">
              <PageLink href={setupPath("source")}>{t("toSource")}</PageLink>
            </Button>
          }
        >
          {t("noneText")}
        </StatePanel>
      )}
    </StepFrame>
  );
}

function isDrawn({ regions }: Camera): boolean {
  return Boolean(regions.trigger ?? regions.label ?? regions.packing);
}
