"use client";

import { Box, Text } from "@chakra-ui/react";
import { useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import type { RemoteCamera } from "@/lib/api/types";
import { asApiError } from "@/lib/api/errors";
import { useCameras } from "@/lib/cameras/cameras";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useKeepSource } from "../../api/add-remote-source";
import { useKinds } from "../../api/get-kinds";
import { useSourceCameras } from "../../api/get-remote-source";
import { choiceOf, draftOf, emptyEntry, isLive, type Choice, type Entry } from "../../hooks/draft";
import type { Kind } from "../../hooks/kinds";
import { AddSourceForm } from "../add-source-form";
import { KindCards } from "../kind-cards";
import { CamerasStep } from "./cameras-step";
import { ConnectStep } from "./connect-step";
import { DriveConnectStep } from "./drive-connect-step";
import { DriveFoldersStep } from "./drive-folders-step";
import { DoneStep } from "./done-step";
import { StepStrip, wizardSteps, type WizardPlace } from "./step-strip";
import { SummaryStep } from "./summary-step";
import { TestStep } from "./test-step";

type Props = {
  start?: Kind | "any";
  edited?: { id: number; entry: Entry; kept: readonly string[] };
  /** Within a page instead of a dialog. */
  inline?: boolean;
  onDirty?: (dirty: boolean) => void;
  onCancel?: () => void;
  onClose: () => void;
};

const expected: Record<Kind, readonly string[]> = {
  local: [],
  drive: ["sign_in", "folders"],
  rtsp: ["address", "sign_in", "stream"],
  onvif: ["address", "sign_in", "clock", "cameras", "stream"],
  zoneminder: ["address", "sign_in", "cameras", "clock", "recordings"],
  hikvision: ["address", "sign_in", "clock", "cameras", "recordings"],
  dahua: ["address", "sign_in", "clock", "cameras", "recordings"],
};

/** Adds or changes a source: kind, connection, test, cameras, summary. What was typed stays until it is stored. */
export function WizardBody({ start = "any", edited, inline = false, onDirty, onCancel, onClose }: Props) {
  const t = useTranslations("wizard");
  const text = useErrorText();
  const kinds = useKinds();
  const cameras = useCameras().data?.items ?? [];
  const stored = useSourceCameras(edited?.id ?? null);
  const keep = useKeepSource();
  const first: Entry | null = edited?.entry ?? (start === "any" ? null : emptyEntry(start));
  const [entry, setEntry] = useState<Entry | null>(first);
  const [place, setPlace] = useState<WizardPlace>(first ? "connect" : "kind");
  const [refusal, setRefusal] = useState<unknown>(null);
  const [found, setFound] = useState<readonly RemoteCamera[]>([]);

  const change = useCallback((wish: Partial<Entry>) => setEntry((before) => (before ? { ...before, ...wish } : before)), []);
  const onChoice = useCallback(
    (choice: Record<string, Choice>, there: readonly RemoteCamera[]) => {
      setFound(there);
      change({ choice });
    },
    [change],
  );
  // The folders of a Drive are not all asked for: what was chosen before is there from the start.
  if (edited?.entry.kind === "drive" && stored.data && found.length === 0 && entry && Object.keys(entry.choice).length === 0 && stored.data.items.length > 0) {
    const there = stored.data.items.map(({ key, name, details }) => ({ key, name, details }));
    setFound(there);
    setEntry({ ...entry, choice: choiceOf(there, {}, stored.data.items, []) });
  }
  const typed = entry !== null && place !== "done" && JSON.stringify(entry) !== JSON.stringify(edited?.entry ?? emptyEntry(entry.kind));
  useEffect(() => onDirty?.(typed), [onDirty, typed]);

  if (entry === null || place === "kind") {
    return (
      <Box pb="4">
        <Text fontWeight="semibold" fontSize="md">
          {t("chooseKind")}
        </Text>
        <Text color="fg.muted" mb="4">
          {t("chooseKindText")}
        </Text>
        <KindCards
          known={(kinds.data?.items ?? []).map((one) => one.kind)}
          onChoose={(kind) => {
            if (kind !== entry?.kind) setEntry(emptyEntry(kind));
            setPlace("connect");
          }}
        />
      </Box>
    );
  }

  const { kind } = entry;
  const toKind = edited ? undefined : () => setPlace("kind");
  if (place === "done") return <DoneStep kind={kind} live={isLive(entry)} name={entry.name} edited={edited !== undefined} inline={inline} onClose={onClose} onAnother={edited ? undefined : () => restart()} />;
  if (kind === "local") {
    return (
      <AddSourceForm
        onAdded={(name) => {
          change({ name });
          setPlace("done");
        }}
        onCancel={onCancel}
        onBack={toKind}
      />
    );
  }

  function restart() {
    keep.reset();
    setRefusal(null);
    setEntry(null);
    setFound([]);
    setPlace("kind");
  }

  const draft = draftOf(entry, edited?.id ?? null);
  const refused = refusalOf(refusal, text);

  /** A complaint about what was typed is shown where it was typed. */
  function toField(error: unknown) {
    if (refusalOf(error, text) === null) return;
    setRefusal(error);
    setPlace("connect");
  }

  function store(one: Entry) {
    const chosen = found.flatMap((camera) => {
      const choice = one.choice[camera.key];
      return choice?.wanted ? [{ key: camera.key, name: choice.cameraId === null ? choice.name.trim() : camera.name, details: camera.details, camera_id: choice.cameraId }] : [];
    });
    keep.mutate(
      { id: edited?.id ?? null, source: { ...draft, name: one.name.trim(), enabled: one.enabled, cameras: chosen } },
      { onSuccess: () => setPlace("done"), onError: toField },
    );
  }

  const connect = {
    entry,
    kept: edited?.kept ?? [],
    refused,
    onEntry: (wish: Partial<Entry>) => {
      // What is changed now is no longer what was refused.
      if (keep.error) keep.reset();
      setRefusal(null);
      change(wish);
    },
    onBack: toKind,
    onCancel,
    onNext: () => setPlace("test"),
  };
  const storedCameras = stored.data?.items ?? [];
  const choosing = {
    draft,
    choice: entry.choice,
    cameras,
    onChoice,
    onBack: () => setPlace("connect"),
    onCancel,
    onNext: () => {
      if (entry.name === "") change({ name: nameFor(entry, found) });
      setPlace("summary");
    },
  };
  const steps = edited ? wizardSteps.slice(1) : wizardSteps;
  return (
    <>
      <StepStrip place={place} steps={steps} />
      {place === "connect" && (kind === "drive" ? <DriveConnectStep sourceId={edited?.id ?? null} {...connect} /> : <ConnectStep {...connect} />)}
      {place === "test" && (
        <TestStep
          draft={draft}
          expected={kind === "onvif" && !isLive(entry) ? expected.dahua : expected[kind]}
          onRefused={toField}
          onAccept={(fingerprint) => change({ values: { ...entry.values, fingerprint } })}
          onBack={() => setPlace("connect")}
          onCancel={onCancel}
          onNext={() => setPlace("cameras")}
        />
      )}
      {place === "cameras" &&
        (kind === "drive" ? <DriveFoldersStep found={found} own={new Set(storedCameras.map((one) => one.camera_id))} {...choosing} /> : <CamerasStep stored={storedCameras} {...choosing} />)}
      {place === "summary" && (
        <SummaryStep
          entry={entry}
          cameras={cameras}
          edited={edited !== undefined}
          busy={keep.isPending}
          error={keep.error}
          onName={(name) => change({ name })}
          onEnabled={(enabled) => change({ enabled })}
          onBack={() => setPlace("cameras")}
          onCancel={onCancel}
          onNext={() => store(entry)}
        />
      )}
    </>
  );
}

/** A first name for the source: that of its only camera, else what it is reached by. */
function nameFor(entry: Entry, found: readonly RemoteCamera[]): string {
  const wanted = found.filter((camera) => entry.choice[camera.key]?.wanted);
  if (wanted.length === 1 && wanted[0]) return entry.choice[wanted[0].key]?.name ?? wanted[0].name;
  const address = entry.values.address ?? "";
  return address.replace(/^\w+:\/\//, "").split("/")[0] ?? "";
}

function refusalOf(error: unknown, text: (error: unknown) => string): { field: string; text: string } | null {
  if (!error) return null;
  const { details } = asApiError(error);
  const field = typeof details.field === "string" ? details.field : null;
  return field === null ? null : { field, text: text(error) };
}
