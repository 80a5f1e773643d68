"use client";

import { Box, Button, Flex, Heading, Skeleton, Text } from "@chakra-ui/react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { ChevronIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import type { Camera, Source, SourceStatus } from "@/lib/api/types";
import { insist } from "@/lib/parts/insist";

import { isKind } from "../hooks/kinds";
import { lookOf } from "../hooks/source-state";
import { KindIcon } from "./kind-icon";
import { SourceActions } from "./source-actions";
import { SourceCameras } from "./source-cameras";
import { SourceFacts } from "./source-facts";
import { StateBadge } from "./state-badge";
import { SyncProgress } from "./sync-progress";
import { TroubleNotice } from "./trouble-notice";

// Only seen by those who look closer.
const RemoteFiles = dynamic(() => insist(() => import("./remote-files")).then((module) => module.RemoteFiles), { loading: () => <Skeleton m="4" h="40" /> });
const SyncRuns = dynamic(() => insist(() => import("./sync-runs")).then((module) => module.SyncRuns), { loading: () => <Skeleton m="4" h="40" /> });
const SourceAbout = dynamic(() => insist(() => import("./source-about")).then((module) => module.SourceAbout), { loading: () => <Skeleton m="4" h="40" /> });

type Props = {
  source: Source;
  status: SourceStatus | undefined;
  cameras: readonly Camera[];
  open: boolean;
  onToggle: () => void;
  onEdit: (source: Source) => void;
  onDelete: (source: Source) => void;
};

/** One source: how it is, what it does now, what is wrong and what solves it, its cameras, and its details on demand. */
export function SourceCard({ source, status, cameras, open, onToggle, onEdit, onDelete }: Props) {
  const t = useTranslations("sources");
  const look = lookOf(source, status);
  return (
    <Panel as="article" aria-label={source.name} data-source={source.id}>
      <Flex align="center" gap="3" rowGap="2" px="4" py="3" wrap="wrap" borderBottomWidth="1px">
        <Flex fontSize="xl" color="fg.muted" bg="bg.muted" rounded="md" boxSize="10" align="center" justify="center" flexShrink={0}>
          <KindIcon kind={source.kind} />
        </Flex>
        <Box flex="1" minW="min(100%, 9rem)">
          <Heading as="h2" size="sm" fontWeight="semibold" overflowWrap="anywhere">
            {source.name}
          </Heading>
          <Text fontSize="xs" color="fg.muted">
            {isKind(source.kind) ? t(`kind.${source.kind}`) : source.kind}
          </Text>
        </Box>
        <StateBadge look={look} />
        <SourceActions source={source} status={status} onEdit={() => onEdit(source)} onDelete={() => onDelete(source)} />
      </Flex>
      {look.word === "gone" && <AwayNotice path={source.path} />}
      {status && source.enabled && <TroubleNotice source={source} status={status} onEdit={onEdit} />}
      {status?.running && look.word === "running" && <SyncProgress name={source.name} running={status.running} />}
      <SourceFacts source={source} status={status} />
      <Flex align="flex-end" wrap="wrap">
        <Box flex="1" minW="0">
          <SourceCameras source={source} cameras={cameras} />
        </Box>
        <Button size="xs" variant="ghost" colorPalette="gray" m="2" aria-expanded={open} aria-label={t("actions.of", { action: t("actions.details"), name: source.name })} onClick={onToggle}>
          {t("actions.details")}
          <ChevronIcon transform={open ? "rotate(180deg)" : undefined} />
        </Button>
      </Flex>
      {open && <Details source={source} />}
    </Panel>
  );
}

function AwayNotice({ path }: { path: string }) {
  const t = useTranslations("cautions");
  return (
    <Box px="4" py="3" borderBottomWidth="1px">
      <Notice>{t("folder_away", { path })}</Notice>
    </Box>
  );
}

const allTabs = ["files", "runs", "about"] as const;

function Details({ source }: { source: Source }) {
  const t = useTranslations("sources.tabs");
  // An ONVIF camera that is recorded live has files too: what was missed, fetched from its card.
  const plain = source.kind === "local" || (source.live && source.kind !== "onvif");
  const tabs = plain ? (["about"] as const) : allTabs;
  const [chosen, setTab] = useState<(typeof allTabs)[number]>("files");
  const tab = plain ? "about" : chosen;
  return (
    <Box as="section" aria-label={t("label", { name: source.name })} borderTopWidth="1px">
      {tabs.length > 1 && (
        <Flex role="group" aria-label={t("label", { name: source.name })} gap="1" px="3" py="2" borderBottomWidth="1px" bg="bg.subtle">
          {tabs.map((one) => (
            <Button key={one} size="xs" variant={one === tab ? "solid" : "ghost"} colorPalette={one === tab ? "brand" : "gray"} aria-pressed={one === tab} onClick={() => setTab(one)}>
              {t(one)}
            </Button>
          ))}
        </Flex>
      )}
      {tab === "files" && <RemoteFiles sourceId={source.id} />}
      {tab === "runs" && <SyncRuns sourceId={source.id} />}
      {tab === "about" && <SourceAbout source={source} />}
    </Box>
  );
}
