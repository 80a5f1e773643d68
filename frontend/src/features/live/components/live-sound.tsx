"use client";

import { Stack, Switch, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { Panel } from "@/components/panel";
import type { LiveCamera } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useMayOperate } from "@/lib/session/session";

import { useRecordSound } from "../api/record-sound";

/** Whether the camera's sound is recorded, and the switch for it. */
export function LiveSound({ camera }: { camera: LiveCamera }) {
  const t = useTranslations("live.sound");
  const text = useErrorText();
  const stored = useCameras().data?.items.find((one) => one.id === camera.camera_id);
  const record = useRecordSound(camera.camera_id);
  const mayChange = useMayOperate();
  if (!stored) return null;
  const wanted = record.isPending ? record.variables : stored.record_sound;
  return (
    <Panel title={t("title")}>
      <Stack gap="2" px="4" py="3">
        <Switch.Root checked={wanted} disabled={!mayChange || record.isPending} onCheckedChange={(change) => record.mutate(change.checked)}>
          <Switch.HiddenInput />
          <Switch.Control />
          <Switch.Label>{t("record")}</Switch.Label>
        </Switch.Root>
        <Text fontSize="xs" color="fg.muted">
          {t(!camera.offers_sound ? "none" : !wanted ? "off" : camera.has_sound ? "on" : "soon")}
        </Text>
        <Text fontSize="xs" color="fg.muted">
          {t("help")}
        </Text>
        {record.error && <Notice>{text(record.error)}</Notice>}
      </Stack>
    </Panel>
  );
}
