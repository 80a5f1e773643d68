"use client";

import { Button, Skeleton, Stack } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { PlusIcon, SourceIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { Panel } from "@/components/panel";
import type { Source } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";
import { useLiveCameras } from "@/lib/sources/live-cameras";

import { useKinds } from "../api/get-kinds";
import { useSources } from "../api/get-sources";
import { useSourceStatus } from "../api/get-status";
import { statusOfLive } from "../hooks/source-state";
import { useSourcesParams } from "../hooks/use-sources-params";
import { DeleteSourceDialog } from "./delete-source-dialog";
import { EditFolderDialog } from "./edit-folder-dialog";
import { KindCards } from "./kind-cards";
import { SignInDone } from "./sign-in-done";
import { SourceCard } from "./source-card";
import { SourceWizard } from "./wizard/lazy-wizard";

/** Those that need somebody first, then those that do something. */
const RANK: Readonly<Record<string, number>> = { failed: 0, waiting: 1, running: 2 };

/** Where recordings come from: every source with how it is, and the wizard that adds one. */
export function SourcesView() {
  const t = useTranslations("sources");
  const sources = useSources();
  const status = useSourceStatus();
  const live = useLiveCameras();
  const cameras = useCameras().data?.items ?? [];
  const known = (useKinds().data?.items ?? []).map((one) => one.kind);
  const [params, change] = useSourcesParams();
  const [editing, setEditing] = useState<Source | null>(null);
  const [deleting, setDeleting] = useState<Source | null>(null);

  const statusOf = (source: Source) =>
    source.live
      ? statusOfLive(source.id, live.data?.items ?? [])
      : status.data?.items.find((one) => one.source_id === source.id);
  const rank = (source: Source) => (source.enabled ? (RANK[statusOf(source)?.state ?? ""] ?? 3) : 4);
  const items = [...(sources.data?.items ?? [])].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const camerasOf = (source: Source) => cameras.filter((camera) => camera.source_id === source.id);

  if (params.signIn) return <SignInDone failed={params.signIn === "failed"} />;
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        items.length > 0 && (
          <Button size="sm" onClick={() => change({ add: "any" })}>
            <PlusIcon /> {t("addSource")}
          </Button>
        )
      }
    >
      {sources.data ? (
        items.length > 0 ? (
          <Stack gap="4" role="list" aria-label={t("listed")}>
            {items.map((source) => (
              <div role="listitem" key={source.id}>
                <SourceCard
                  source={source}
                  status={statusOf(source)}
                  cameras={camerasOf(source)}
                  open={params.sourceId === source.id}
                  onToggle={() => change({ sourceId: params.sourceId === source.id ? null : source.id })}
                  onEdit={setEditing}
                  onDelete={setDeleting}
                />
              </div>
            ))}
          </Stack>
        ) : (
          <Panel>
            <StatePanel icon={<SourceIcon />} title={t("empty.title")}>
              {t("empty.text")}
            </StatePanel>
            <Stack px={{ base: "3", md: "8" }} pb="8">
              <KindCards known={known} onChoose={(kind) => change({ add: kind })} />
            </Stack>
          </Panel>
        )
      ) : sources.error ? (
        <ErrorPanel error={sources.error} onRetry={() => void sources.refetch()} />
      ) : (
        <Stack gap="4">
          {[0, 1].map((panel) => (
            <Skeleton key={panel} h="32" rounded="lg" />
          ))}
        </Stack>
      )}
      {params.add !== null && <SourceWizard start={params.add} onClose={() => change({ add: null })} />}
      {editing && editing.kind !== "local" && <SourceWizard key={editing.id} source={editing} onClose={() => setEditing(null)} />}
      {editing?.kind === "local" && <EditFolderDialog key={editing.id} source={editing} onClose={() => setEditing(null)} />}
      {deleting && <DeleteSourceDialog source={deleting} cameras={camerasOf(deleting)} onClose={() => setDeleting(null)} />}
    </Page>
  );
}
