"use client";

import { Box, Button, Flex, Grid, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Page } from "@/components/page";
import { PageLink } from "@/components/page-link";
import { Panel } from "@/components/panel";
import { cameraPath, healthPath, livePath, paths, sourcePath, timelinePath } from "@/config/paths";
import type { LiveCamera } from "@/lib/api/types";
import { useMayOpen } from "@/lib/session/session";
import { useTroubleTexts } from "@/lib/sources/use-trouble-texts";
import { clockLength } from "@/lib/time/format";

import { lookOf } from "../hooks/live-state";
import { GapList } from "./gap-list";
import { HistoryCharts } from "./history-charts";
import { useLiveFigures } from "./live-figures";
import { LiveSound } from "./live-sound";
import { LivePicture } from "./live-picture";
import { LostLine, StateOf } from "./live-tile";

type Named = LiveCamera & { name: string };
const SPANS = [1, 6, 24] as const;

/** One live camera, large, with what is measured of its stream and when it was not recorded. */
export function LiveCameraView({ camera, others }: { camera: Named; others: readonly Named[] }) {
  const t = useTranslations("live");
  const words = useTroubleTexts();
  const look = lookOf(camera);
  const [hours, setHours] = useState<number>(6);
  const links = [
    ["timeline", timelinePath(camera.camera_id)],
    ["health", healthPath(camera.camera_id)],
    ["regions", cameraPath(camera.camera_id)],
    ["source", sourcePath(camera.source_id)],
  ] as const;
  const mayOpenSource = useMayOpen(paths.sources);
  return (
    <Page
      title={camera.name}
      lead={<StateOf camera={camera} />}
      actions={
        <Flex gap="2" wrap="wrap">
          {links
            .filter(([name]) => mayOpenSource || name !== "source")
            .map(([name, href]) => (
              <Button asChild key={name} size="sm" variant="outline" colorPalette="gray">
                <PageLink href={href}>{t(`links.${name}`)}</PageLink>
              </Button>
            ))}
          <Button asChild size="sm" variant="outline" colorPalette="gray">
            <PageLink href={paths.live}>{t("all")}</PageLink>
          </Button>
        </Flex>
      }
    >
      <Grid templateColumns={{ base: "minmax(0, 1fr)", lg: "minmax(0, 3fr) minmax(18rem, 1fr)" }} gap="4" alignItems="start">
        <Stack gap="4" minW="0">
          <Panel overflow="hidden" borderColor={look.lost ? "red.solid" : undefined} borderWidth={look.lost ? "2px" : "1px"} aria-label={t("picture", { name: camera.name })}>
            <LivePicture camera={camera} />
            {look.lost && (
              <Box px="4" py="3">
                <LostLine camera={camera} />
                {camera.trouble && <Text mt="1">{words.advice(camera)}</Text>}
                {mayOpenSource && (
                  <Button asChild size="xs" variant="outline" mt="2">
                    <PageLink href={sourcePath(camera.source_id)}>{t("links.source")}</PageLink>
                  </Button>
                )}
              </Box>
            )}
          </Panel>
          <Panel
            title={t("charts.title")}
            actions={
              <Flex role="group" aria-label={t("charts.span")} gap="1">
                {SPANS.map((one) => (
                  <Button key={one} size="xs" variant={one === hours ? "subtle" : "ghost"} colorPalette={one === hours ? "brand" : "gray"} aria-pressed={one === hours} onClick={() => setHours(one)}>
                    {t("charts.hours", { hours: one })}
                  </Button>
                ))}
              </Flex>
            }
          >
            <HistoryCharts cameraId={camera.camera_id} hours={hours} />
          </Panel>
        </Stack>
        <Stack gap="4" minW="0">
          <Facts camera={camera} />
          <LiveSound camera={camera} />
          <GapList cameraId={camera.camera_id} hours={hours} />
          {others.length > 1 && (
            <Panel title={t("wall")}>
              <Stack as="ul" listStyleType="none" gap="0">
                {others
                  .filter((one) => one.camera_id !== camera.camera_id)
                  .map((one) => (
                    <Flex as="li" key={one.camera_id} px="4" py="2" gap="2" align="center" borderTopWidth="1px" _first={{ borderTopWidth: "0" }}>
                      <Box flex="1" minW="0" truncate asChild>
                        <PageLink href={livePath(one.camera_id)}>{one.name}</PageLink>
                      </Box>
                      <StateOf camera={one} />
                    </Flex>
                  ))}
              </Stack>
            </Panel>
          )}
        </Stack>
      </Grid>
    </Page>
  );
}

function Facts({ camera }: { camera: Named }) {
  const t = useTranslations("live");
  const figures = useLiveFigures();
  const unknown = t("facts.unknown");
  const seconds = (ms: number) => t("facts.seconds", { value: Math.round(ms / 100) / 10 });
  const facts: [string, string | null][] = [
    [t("facts.fps"), figures.fps(camera.fps)],
    [t("facts.bitrate"), figures.bitrate(camera.bitrate_bps)],
    [t("facts.jitter"), camera.jitter_ms === null ? null : t("facts.ms", { value: Math.round(camera.jitter_ms) })],
    [t("facts.keyframe"), camera.keyframe_ms === null ? null : seconds(camera.keyframe_ms)],
    [t("facts.size"), figures.size(camera.width, camera.height)],
    [t("facts.codec"), camera.codec || null],
    [t("facts.segment"), camera.segment_ms ? clockLength(camera.segment_ms) : null],
    [t("facts.gaps"), String(camera.gaps_today)],
  ];
  const clock = camera.clock_offset_ms ?? 0;
  return (
    <Panel title={t("facts.title")}>
      <Box as="dl" px="4" py="2">
        {facts.map(([name, value]) => (
          <Flex key={name} justify="space-between" gap="3" py="0.5">
            <Text as="dt" color="fg.muted">
              {name}
            </Text>
            <Text as="dd" fontVariantNumeric="tabular-nums" color={value === null ? "fg.subtle" : undefined}>
              {value ?? unknown}
            </Text>
          </Flex>
        ))}
      </Box>
      {Math.abs(clock) >= 1_000 && (
        <Text px="4" pb="3" fontSize="xs" color="mark.fg">
          {t("clock", { seconds: Math.round(Math.abs(clock) / 1000), ahead: clock < 0 ? "yes" : "no" })}
        </Text>
      )}
    </Panel>
  );
}
