"use client";

import { Box, Button, Flex, Input, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { CameraIcon } from "@/components/icons";
import type { Camera, RemoteCamera, SourceCamera, SourceDraft } from "@/lib/api/types";

import { useSources } from "../../api/get-sources";
import { camerasOf } from "../../api/try-source";
import { choiceOf, troublesOf, type Choice } from "../../hooks/draft";
import { CameraChoice } from "./camera-choice";
import { CameraPicture } from "./camera-picture";
import { WizardStep } from "./step-frame";

/** With more there is a filter, and only the first show pictures: each of a stream is a connection to its camera. */
const MANY = 12;
/** Kinds whose devices give a picture at once. */
const pictured: ReadonlySet<string> = new Set(["rtsp", "onvif", "zoneminder", "hikvision", "dahua"]);

type Props = {
  draft: SourceDraft;
  choice: Readonly<Record<string, Choice>>;
  /** The cameras that are here already; of other sources and of this one. */
  cameras: readonly Camera[];
  stored: readonly SourceCamera[];
  onChoice: (choice: Record<string, Choice>, found: readonly RemoteCamera[]) => void;
  onBack: () => void;
  onCancel?: () => void;
  onNext: () => void;
};

/** Which cameras of the source are wanted, and what each is called here. */
export function CamerasStep({ draft, choice, cameras, stored, onChoice, onBack, onCancel, onNext }: Props) {
  const t = useTranslations("wizard.cameras");
  const [filter, setFilter] = useState("");
  const found = useQuery({
    queryKey: ["source-draft", "cameras", JSON.stringify(draft)],
    queryFn: ({ signal }) => camerasOf(draft, signal),
    staleTime: 60_000,
    gcTime: 0,
    retry: false,
  });
  const items = found.data?.items;
  // A camera keeps its own name; that is no clash.
  const own = new Set(stored.map((one) => one.camera_id));
  const taken = cameras.filter((camera) => !own.has(camera.id)).map((camera) => camera.name);

  const sources = useSources().data?.items ?? [];
  const fills = ["hikvision", "dahua"].includes(draft.kind) || (draft.kind === "onvif" && draft.config?.mode === "recordings");
  const isRecordedLive = (id: number | null) => {
    const owner = cameras.find((one) => one.id === id)?.source_id;
    return fills && sources.some((one) => one.id === owner && one.live && one.id !== draft.source_id);
  };

  useEffect(() => {
    // Those of another device that was tried before are chosen no longer.
    if (items && (items.some((one) => !(one.key in choice)) || Object.keys(choice).some((key) => !items.some((one) => one.key === key)))) onChoice(choiceOf(items, choice, stored, cameras.map((camera) => camera.name)), items);
  }, [items, choice, stored, cameras, onChoice]);

  const troubles = troublesOf(choice, taken);
  const shown = (items ?? []).filter((one) => `${one.name} ${choice[one.key]?.name ?? ""}`.toLowerCase().includes(filter.trim().toLowerCase()));
  const count = (items ?? []).filter((one) => choice[one.key]?.wanted).length;
  const all = (wanted: boolean) => onChoice(Object.fromEntries(Object.entries(choice).map(([key, one]) => [key, { ...one, wanted }])), items ?? []);

  return (
    <WizardStep title={t("title")} text={t("text")} onBack={onBack} onCancel={onCancel} onNext={onNext} nextDisabled={count === 0 || Object.keys(troubles).length > 0}>
      {found.error && !items ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : !items ? (
        <Stack gap="2" aria-busy role="status" aria-label={t("loading")}>
          <Text color="fg.muted">{t("loading")}</Text>
          <Skeleton h="12" />
          <Skeleton h="12" />
        </Stack>
      ) : items.length === 0 ? (
        <StatePanel
          icon={<CameraIcon />}
          title={t("none")}
          actions={
            <Button type="button" size="sm" variant="outline" onClick={() => void found.refetch()}>
              {t("again")}
            </Button>
          }
        >
          {t("noneHint")}
        </StatePanel>
      ) : (
        <>
          <Flex gap="2" align="center" wrap="wrap">
            {items.length > MANY && <Input size="sm" maxW="52" placeholder={t("filter")} aria-label={t("filter")} value={filter} onChange={(event) => setFilter(event.target.value)} />}
            <Text color="fg.muted" mr="auto" aria-live="polite">
              {t("chosen", { count })}
            </Text>
            <Button type="button" size="xs" variant="ghost" onClick={() => all(true)}>
              {t("all")}
            </Button>
            <Button type="button" size="xs" variant="ghost" onClick={() => all(false)}>
              {t("noneChosen")}
            </Button>
          </Flex>
          <Box as="ul" listStyleType="none" borderWidth="1px" rounded="lg">
            {shown.map((one, index) => {
              const chosen = choice[one.key];
              return chosen ? (
                <CameraChoice key={one.key} camera={one} picture={pictured.has(draft.kind) && index < MANY && <CameraPicture draft={draft} cameraKey={one.key} name={one.name} />} choice={chosen} cameras={cameras} fills={isRecordedLive(chosen.cameraId)} trouble={troubles[one.key]} onChange={(next) => onChoice({ ...choice, [one.key]: next }, items)} />
              ) : null;
            })}
          </Box>
          {count === 0 && <Text color="fg.muted">{t("atLeast")}</Text>}
        </>
      )}
    </WizardStep>
  );
}
