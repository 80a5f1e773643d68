"use client";

import { Box, Button, Flex, IconButton, Skeleton, Stack, Text } from "@chakra-ui/react";
import { type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { toaster } from "@/components/feedback/toaster";
import { PlusIcon, RetryIcon } from "@/components/icons";
import { PageLink } from "@/components/page-link";
import { Panel } from "@/components/panel";
import { paths, sourcePath } from "@/config/paths";
import type { Camera, Source } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useSources } from "../api/get-sources";
import { useScanSource } from "../api/scan-source";
import { isKind } from "../hooks/kinds";
import { KindIcon } from "./kind-icon";

type Props = {
  onAdd: () => void;
  /** What can be done with a camera belongs to another feature. */
  renderCamera: (camera: Camera) => ReactNode;
};

/** Folders, and the cameras in each. */
export function SourcesPanel({ onAdd, renderCamera }: Props) {
  const t = useTranslations("sources");
  const sources = useSources();
  const cameras = useCameras().data?.items ?? [];
  const loose = cameras.filter((camera) => camera.source_id === null);
  return (
    <Panel
      title={t("title")}
      actions={
        <>
          <Button asChild size="xs" variant="ghost" colorPalette="gray">
            <PageLink href={paths.sources}>{t("toSources")}</PageLink>
          </Button>
          <Button size="xs" variant="outline" onClick={onAdd}>
            <PlusIcon /> {t("add")}
          </Button>
        </>
      }
    >
      {sources.data ? (
        sources.data.items.length + loose.length > 0 ? (
          <Stack gap="0" pb="2">
            {sources.data.items.map((source) => (
              <SourceBlock key={source.id} source={source}>
                {cameras.filter((camera) => camera.source_id === source.id).map(renderCamera)}
              </SourceBlock>
            ))}
            {loose.map(renderCamera)}
          </Stack>
        ) : (
          <Text px="4" py="3" color="fg.muted">
            {t("none")}
          </Text>
        )
      ) : sources.error ? (
        <ErrorPanel error={sources.error} onRetry={() => void sources.refetch()} />
      ) : (
        <Skeleton m="4" h="16" />
      )}
    </Panel>
  );
}

function SourceBlock({ source, children }: { source: Source; children: ReactNode }) {
  const t = useTranslations("sources");
  const text = useErrorText();
  const scan = useScanSource();
  const local = source.kind === "local";
  const label = t("scan", { name: source.name });
  return (
    <Box>
      <Flex align="center" gap="2" px="4" pt="2.5" pb="1">
        <KindIcon kind={source.kind} color="fg.subtle" />
        <Box flex="1" minW="0">
          <Text fontWeight="medium" truncate asChild>
            <PageLink href={sourcePath(source.id)}>{source.name}</PageLink>
          </Text>
          {local ? (
            <Text fontSize="xs" color="fg.muted" fontFamily="mono" truncate title={source.path}>
              {source.path}
            </Text>
          ) : (
            <Text fontSize="xs" color="fg.muted">
              {isKind(source.kind) ? t(`kind.${source.kind}`) : source.kind}
            </Text>
          )}
        </Box>
        {local && <IconButton
          size="xs"
          variant="ghost"
          colorPalette="gray"
          aria-label={label}
          title={label}
          loading={scan.isPending}
          onClick={() =>
            scan.mutate(source.id, {
              onSuccess: () => toaster.info({ title: t("scanStarted") }),
              onError: (error) => toaster.error({ title: t("scanFailed"), description: text(error) }),
            })
          }
        >
          <RetryIcon />
        </IconButton>}
      </Flex>
      {children}
    </Box>
  );
}
