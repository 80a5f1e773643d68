"use client";

import { Box, Field, Flex, Input, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import type { Space } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";

import { useSpace } from "../api/get-space";

const USUAL_CLIPS = 20;
const MOST_CLIPS = 100_000;
const MOST_DAYS = 36_500;

/** What recordings, clips and store will take, worked out from the footage that was found. */
export function SpacePanel({ retention }: { retention: string }) {
  const t = useTranslations("setup.space");
  const [typed, setTyped] = useState(String(USUAL_CLIPS));
  const wanted = Number(typed);
  const valid = typed.trim() !== "" && Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST_CLIPS;
  // What is being typed counts already; nonsense is refused when the step is left.
  const days = /^\d{1,5}$/.test(retention.trim()) ? Math.min(MOST_DAYS, Number(retention)) : undefined;
  const space = useSpace(valid ? wanted : USUAL_CLIPS, { retentionDays: days });
  return (
    <Stack gap="3" as="section" aria-label={t("title")} borderWidth="1px" rounded="lg" p="4" bg="bg.subtle">
      <Text fontWeight="semibold">{t("title")}</Text>
      <Field.Root invalid={!valid} maxW="sm">
        <Field.Label>{t("clipsPerDay")}</Field.Label>
        <Input size="sm" bg="bg.panel" inputMode="numeric" maxW="28" value={typed} onChange={(event) => setTyped(event.target.value)} />
        {!valid && <Field.ErrorText>{t("clipsRange")}</Field.ErrorText>}
      </Field.Root>
      {space.data ? (
        <Needs space={space.data} />
      ) : space.error ? (
        <ErrorPanel error={space.error} onRetry={() => void space.refetch()} />
      ) : (
        <Skeleton h="32" />
      )}
    </Stack>
  );
}

function Needs({ space }: { space: Space }) {
  const t = useTranslations("setup.space");
  const times = useTimes();
  const format = useFormatter();
  if (space.cameras.length === 0) return <Notice tone="info">{t("nothingYet")}</Notice>;
  const hours = (value: number) => format.number(value, { maximumFractionDigits: value < 0.1 ? 2 : 1 });
  const lines: [string, string][] = [
    ...space.cameras.map((camera): [string, string] => [
      t("camera", { name: camera.camera, size: times.size(camera.bytes_per_hour), hours: hours(camera.hours_per_day) }),
      t("perDay", { size: times.size(camera.bytes_per_day) }),
    ]),
    [
      t(space.clip_measured ? "clipsMeasured" : "clips", { size: times.size(space.clip_bytes), seconds: Math.round(space.clip_ms / 1000) }),
      t("perDay", { size: times.size(space.clips_bytes_per_day) }),
    ],
    [
      space.retention_clips_days > 0 ? t("kept", { days: space.retention_clips_days }) : t("keptMonth"),
      times.size(space.clips_kept_bytes),
    ],
    [t("caches"), t("atMost", { size: times.size(space.caches_bytes) })],
  ];
  return (
    <Stack gap="2">
      <Box as="dl">
        {lines.map(([what, size]) => (
          <Flex key={what} justify="space-between" gap="4" py="1" borderBottomWidth="1px">
            <Text as="dt" color="fg.muted" overflowWrap="anywhere">
              {what}
            </Text>
            <Text as="dd" whiteSpace="nowrap" fontVariantNumeric="tabular-nums">
              {size}
            </Text>
          </Flex>
        ))}
      </Box>
      <Text fontWeight="medium" role="status">
        {space.days_left === null || space.days_left > 730
          ? t("enough", { free: times.size(space.disk.free_bytes) })
          : t("lasts", { free: times.size(space.disk.free_bytes), days: Math.floor(space.days_left) })}
      </Text>
      <Text color="fg.muted" fontSize="xs">
        {space.recordings_here ? t("here") : t("elsewhere")}
      </Text>
    </Stack>
  );
}
