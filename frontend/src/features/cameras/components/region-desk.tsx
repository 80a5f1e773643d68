"use client";

import { Box, Button, Flex, Grid, Stack, Text } from "@chakra-ui/react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { LeaveGuard } from "@/components/leave-guard";
import type { Camera } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { fingerSized } from "@/lib/theme/finger-sized";
import { useCoarsePointer } from "@/lib/theme/use-coarse-pointer";

import { useSaveRegions } from "../api/update-camera";
import { useDraft } from "../hooks/use-draft";
import { useSuggestion } from "../hooks/use-suggestion";
import { useUndoKeys } from "../hooks/use-undo-keys";
import type { Form } from "../hooks/use-stage-pointer";
import { useZoom } from "../hooks/use-zoom";
import { EditorToolbar } from "./editor-toolbar";
import type { Moment, Reel } from "./footage";
import { FootageScrubber } from "./footage-scrubber";
import { RegionFields } from "./region-fields";
import { RegionStage } from "./region-stage";
import { asRegions, regionKinds, savedShapes, type RegionKind, type Size } from "./shapes";
import { SuggestionPanel } from "./suggestion-panel";
import { TrialPanel } from "./trial-panel";
import { VerdictPanel } from "./verdict-panel";

type Props = {
  camera: Camera;
  reel: Reel;
  moment: Moment;
  frameUrl: string;
  frame: Size;
  loading: boolean;
  failed: boolean;
  onMoment: (moment: Moment) => void;
  onSaved?: () => void;
};

/** The editor's table: the stage with its tools on the left, what is found and saved on the right. */
export function RegionDesk({ camera, reel, moment, frameUrl, frame, loading, failed, onMoment, onSaved }: Props) {
  const t = useTranslations("regions");
  const text = useErrorText();
  const saved = useMemo(() => savedShapes(camera.regions, frame), [camera.regions, frame]);
  const draft = useDraft(camera.id, frame, saved);
  const zoom = useZoom(frame);
  const [active, setActive] = useState<RegionKind>(() => regionKinds.find((kind) => saved[kind] === null) ?? "trigger");
  const [form, setForm] = useState<Form>("rectangle");
  const saving = useSaveRegions(camera.id);
  const suggestion = useSuggestion(camera.id, frame, draft);
  const isCoarse = useCoarsePointer();
  useUndoKeys(draft);

  function save(then?: () => void) {
    saving.mutate(asRegions(draft.shapes, frame), {
      onSuccess: () => {
        toaster.success({ title: t("saved", { name: camera.name }), description: t("savedText") });
        onSaved?.();
        then?.();
      },
    });
  }

  return (
    <Grid
      templateColumns={{ base: "minmax(0, 1fr)", lg: "minmax(0, 1fr) 21rem" }}
      gap="4"
      alignItems="start"
      css={fingerSized}
      // The trial stands right below the picture that it moves.
      templateRows={{ lg: "auto 1fr" }}
    >
      <Stack gap="3" minW="0">
        <EditorToolbar
          draft={draft}
          frame={frame}
          active={active}
          form={form}
          zoom={zoom}
          onActive={setActive}
          onForm={setForm}
        />
        <RegionStage
          frameUrl={frameUrl}
          frame={frame}
          shapes={draft.shapes}
          active={active}
          form={form}
          zoom={zoom}
          proposed={suggestion.proposed}
          onActive={setActive}
          onChange={draft.set}
        />
        <FootageScrubber reel={reel} moment={moment} zone={camera.timezone} loading={loading} onPick={onMoment} />
        {failed && <Notice>{t("frameFailed")}</Notice>}
      </Stack>
      <Stack gap="4" minW="0" gridColumn={{ lg: 2 }} gridRow={{ lg: "1 / span 2" }}>
        <Stack gap="2">
          <Text fontSize="xs" color="fg.muted" lineHeight="short">
            {t(`help.${active}`)} {isCoarse ? t(`touch.${form}`) : t(`draw.${form}`)} {isCoarse ? t("fingers") : t("keys")}
          </Text>
          <RegionFields key={active} kind={active} shape={draft.shapes[active]} frame={frame} onChange={draft.set} />
        </Stack>
        <SuggestionPanel
          job={suggestion.job}
          open={suggestion.open}
          onTake={suggestion.take}
          onRefuse={suggestion.refuse}
        />
        <Box borderTopWidth="1px" pt="3">
          <VerdictPanel cameraId={camera.id} shapes={draft.shapes} frame={frame} moment={moment} onMoment={onMoment} />
        </Box>
        <Stack gap="2" borderTopWidth="1px" pt="3">
          {saving.error && <Notice>{text(saving.error)}</Notice>}
          <Flex gap="2" align="center" wrap="wrap">
            <Text flex="1" fontSize="xs" color={draft.dirty ? "mark.fg" : "fg.muted"} role="status" minW="24">
              {draft.dirty ? t("unsaved") : t("allSaved")}
            </Text>
            <Button
              size="sm"
              variant="ghost"
              colorPalette="gray"
              disabled={!draft.dirty || saving.isPending}
              onClick={() => draft.setAll(saved)}
            >
              {t("discard")}
            </Button>
            <Button size="sm" disabled={!draft.dirty} loading={saving.isPending} onClick={() => save()}>
              {t("save")}
            </Button>
          </Flex>
        </Stack>
      </Stack>
      <Box gridColumn={{ lg: 1 }} gridRow={{ lg: 2 }} borderTopWidth="1px" pt="4" minW="0">
        <TrialPanel
          cameraId={camera.id}
          zone={camera.timezone}
          shapes={draft.shapes}
          frame={frame}
          reel={reel}
          moment={moment}
          onMoment={onMoment}
        />
      </Box>
      <LeaveGuard dirty={draft.dirty} text={t("leaveText")} saving={saving.isPending} problem={saving.error && text(saving.error)} onSave={save} onDiscard={() => draft.setAll(saved)} />
    </Grid>
  );
}
