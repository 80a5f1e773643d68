"use client";

import { Button, Field, Grid, Input, Skeleton, Stack } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { StatePanel } from "@/components/feedback/state-panel";
import { toaster } from "@/components/feedback/toaster";
import { CameraIcon } from "@/components/icons";
import { Modal } from "@/components/modal";
import type { Camera, RegionsIn } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useCameraRecordings } from "../api/get-camera-recordings";
import { useUpdateCamera } from "../api/update-camera";
import { useFrame } from "../hooks/use-frame";
import { savedBoxes, type Boxes, type RegionKind, type Size } from "./box";
import { FramePicker } from "./frame-picker";
import { RegionCanvas } from "./region-canvas";
import { RegionCheck } from "./region-check";
import { RegionFields } from "./region-fields";

/** Name, zone and sticker text of a camera, and its regions on one of its frames. */
export function CameraDialog({ camera, onClose }: { camera: Camera | null; onClose: () => void }) {
  const t = useTranslations("cameras");
  return (
    <Modal open={camera !== null} onClose={onClose} title={camera ? t("title", { name: camera.name }) : ""} size="xl">
      {camera && <CameraForm key={camera.id} camera={camera} onClose={onClose} />}
    </Modal>
  );
}

function CameraForm({ camera, onClose }: { camera: Camera; onClose: () => void }) {
  const t = useTranslations("cameras");
  const text = useErrorText();
  const update = useUpdateCamera();
  const recordings = useCameraRecordings(camera.id);
  const [fields, setFields] = useState({ timezone: camera.timezone, trigger_text: camera.trigger_text });
  const [picked, setPicked] = useState<{ recordingId: number; atMs: number } | null>(null);
  const [drawn, setDrawn] = useState<Boxes | null>(null);
  const [active, setActive] = useState<RegionKind>("trigger");

  // Files that could not be opened have no length and no picture.
  const playable = (recordings.data?.items ?? []).filter((one) => one.duration_ms > 0);
  const first = playable[0];
  const moment = picked ?? (first ? { recordingId: first.id, atMs: Math.round(first.duration_ms / 2) } : null);
  const { frame, loading, failed } = useFrame(camera.id, moment?.recordingId ?? null, moment?.atMs ?? 0);
  const boxes = frame ? (drawn ?? savedBoxes(camera.regions, frame.size)) : null;

  function save() {
    const regions = frame && boxes && drawn ? asRegions(boxes, frame.size) : null;
    update.mutate(
      { id: camera.id, fields: changedFields(camera, fields), regions },
      {
        onSuccess: () => {
          toaster.success({ title: t("saved", { name: camera.name }) });
          onClose();
        },
      },
    );
  }

  return (
    <Stack gap="4" pb="2">
      {boxes && frame && moment ? (
        <>
          <RegionCanvas
            frameUrl={frame.url}
            frame={frame.size}
            boxes={boxes}
            active={active}
            onChange={(kind, box) => setDrawn({ ...boxes, [kind]: box })}
          />
          <FramePicker recordings={playable} moment={moment} loading={loading} onPick={setPicked} />
          {failed && <Notice>{t("frameFailed")}</Notice>}
          <RegionFields
            boxes={boxes}
            frame={frame.size}
            active={active}
            onActive={setActive}
            onChange={(kind, box) => setDrawn({ ...boxes, [kind]: box })}
          />
          <RegionCheck moment={moment} regions={asRegions(boxes, frame.size)} />
        </>
      ) : recordings.isPending || loading ? (
        <Skeleton aspectRatio="16 / 9" maxH="52vh" w="full" />
      ) : (
        <StatePanel icon={<CameraIcon />} title={t("noFrame")}>
          {recordings.error ? text(recordings.error) : failed ? t("frameFailed") : t("noFrameText")}
        </StatePanel>
      )}
      <Grid templateColumns={{ base: "1fr", md: "1fr 1fr" }} gap="3">
        <Field.Root>
          <Field.Label>{t("timezone")}</Field.Label>
          <Input
            size="sm"
            list="epack-timezones"
            value={fields.timezone}
            onChange={(event) => setFields({ ...fields, timezone: event.target.value })}
          />
          <datalist id="epack-timezones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </Field.Root>
        <Field.Root>
          <Field.Label>{t("triggerText")}</Field.Label>
          <Input
            size="sm"
            value={fields.trigger_text}
            onChange={(event) => setFields({ ...fields, trigger_text: event.target.value })}
          />
        </Field.Root>
      </Grid>
      {update.error && <Notice>{text(update.error)}</Notice>}
      <Stack direction="row" justify="flex-end" gap="2">
        <Button variant="ghost" colorPalette="gray" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button loading={update.isPending} onClick={save}>
          {t("save")}
        </Button>
      </Stack>
    </Stack>
  );
}

type Fields = { timezone: string; trigger_text: string };

function changedFields(camera: Camera, typed: Fields): Partial<Fields> {
  return {
    ...(typed.timezone.trim() !== camera.timezone && { timezone: typed.timezone.trim() }),
    ...(typed.trigger_text.trim() !== camera.trigger_text && { trigger_text: typed.trigger_text.trim() }),
  };
}

function asRegions(boxes: Boxes, frame: Size): RegionsIn {
  return { ...boxes, frame_width: frame.width, frame_height: frame.height };
}
