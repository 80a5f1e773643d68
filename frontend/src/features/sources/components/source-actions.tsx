"use client";

import { Button, Flex, IconButton } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { PauseIcon, PenIcon, PlayIcon, RetryIcon, TrashIcon } from "@/components/icons";
import type { Source, SourceStatus } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useChangeSource, useOrderSource, type SourceOrder } from "../api/control-source";
import { useScanSource } from "../api/scan-source";

type Props = { source: Source; status: SourceStatus | undefined; onEdit: () => void; onDelete: () => void };

/** What can be done with a source. */
export function SourceActions({ source, status, onEdit, onDelete }: Props) {
  const t = useTranslations("sources.actions");
  const text = useErrorText();
  const order = useOrderSource();
  const change = useChangeSource();
  const scan = useScanSource();
  const onError = (error: unknown) => toaster.error({ title: t("failed"), description: text(error) });
  const remote = source.kind !== "local";
  // A live camera is recorded or switched off; there is nothing to fetch.
  const fetched = remote && !source.live;
  const paused = status?.paused === true;

  function give(what: SourceOrder) {
    const said = { sync: "synced", pause: "paused", resume: "resumed" } as const;
    order.mutate({ id: source.id, order: what }, { onSuccess: () => toaster.success({ title: t(said[what], { name: source.name }) }), onError });
  }

  function look() {
    if (remote) give("sync");
    else scan.mutate(source.id, { onSuccess: () => toaster.info({ title: t("scanned") }), onError });
  }

  function turn(enabled: boolean) {
    const back = { label: t("undo"), onClick: () => void change.mutateAsync({ source, change: { enabled: !enabled } }).catch(onError) };
    change.mutate(
      { source, change: { enabled } },
      { onSuccess: () => toaster.success({ title: t(enabled ? "enabled" : "disabled", { name: source.name }), action: back }), onError },
    );
  }

  if (!source.enabled) {
    return (
      <Flex gap="1" align="center" wrap="wrap">
        <Button size="xs" variant="outline" loading={change.isPending} aria-label={t("of", { action: t("enable"), name: source.name })} onClick={() => turn(true)}>
          <PlayIcon /> {t("enable")}
        </Button>
        <Sign label={t("of", { action: t("edit"), name: source.name })} onClick={onEdit} icon={<PenIcon />} />
        <Sign label={t("of", { action: t("delete"), name: source.name })} onClick={onDelete} icon={<TrashIcon />} />
      </Flex>
    );
  }
  return (
    <Flex gap="1" align="center" wrap="wrap">
      {!paused && (fetched || !remote) && (
        <Button
          size="xs"
          variant="outline"
          colorPalette="gray"
          loading={scan.isPending || (order.isPending && order.variables.order === "sync")}
          disabled={status?.running != null}
          aria-label={t("of", { action: remote ? t("sync") : t("scan"), name: source.name })}
          onClick={look}
        >
          <RetryIcon /> {remote ? t("sync") : t("scan")}
        </Button>
      )}
      {fetched && (
        <Button
          size="xs"
          variant="outline"
          colorPalette={paused ? "brand" : "gray"}
          loading={order.isPending && order.variables.order !== "sync"}
          aria-label={t("of", { action: paused ? t("resume") : t("pause"), name: source.name })}
          onClick={() => give(paused ? "resume" : "pause")}
        >
          {paused ? <PlayIcon /> : <PauseIcon />} {paused ? t("resume") : t("pause")}
        </Button>
      )}
      <Sign label={t("of", { action: t("edit"), name: source.name })} onClick={onEdit} icon={<PenIcon />} />
      <Button size="xs" variant="ghost" colorPalette="gray" loading={change.isPending} aria-label={t("of", { action: t("disable"), name: source.name })} onClick={() => turn(false)}>
        {t("disable")}
      </Button>
      <Sign label={t("of", { action: t("delete"), name: source.name })} onClick={onDelete} icon={<TrashIcon />} />
    </Flex>
  );
}

function Sign({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <IconButton size="xs" variant="ghost" colorPalette="gray" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </IconButton>
  );
}
