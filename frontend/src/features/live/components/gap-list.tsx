"use client";

import { Box, Flex, Skeleton, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Panel } from "@/components/panel";
import { useCameraZone } from "@/lib/cameras/cameras";
import { useGapCause } from "@/lib/sources/use-gap-cause";
import { clockLength } from "@/lib/time/format";
import { useNow } from "@/lib/time/use-now";
import { useTimes } from "@/lib/time/use-times";

import { useLiveGaps } from "../api/get-live";

/** When a live camera was not recorded, and why. */
export function GapList({ cameraId, hours }: { cameraId: number; hours: number }) {
  const t = useTranslations("live.gaps");
  const cause = useGapCause();
  const times = useTimes();
  const zone = useCameraZone()(cameraId);
  const now = useNow(10_000);
  const gaps = useLiveGaps(cameraId, hours);
  return (
    <Panel title={t("title")}>
      {gaps.data ? (
        gaps.data.items.length > 0 ? (
          <Box as="ul" listStyleType="none" maxH="72" overflowY="auto" tabIndex={0} aria-label={t("title")}>
            {gaps.data.items.map((gap) => (
              <Flex as="li" key={gap.from_ms} px="4" py="2" gap="3" borderTopWidth="1px" _first={{ borderTopWidth: "0" }}>
                <Text color="fg.muted" fontSize="xs" fontVariantNumeric="tabular-nums" flexShrink={0} pt="0.5">
                  {times.clock(gap.from_ms, zone)}
                </Text>
                <Box minW="0">
                  <Text lineHeight="short">{cause(gap.cause)}</Text>
                  <Text fontSize="xs" color={gap.to_ms === null ? "red.fg" : "fg.muted"}>
                    {t(gap.to_ms === null ? "running" : "ended", { length: clockLength((gap.to_ms ?? now) - gap.from_ms) })}
                  </Text>
                </Box>
              </Flex>
            ))}
          </Box>
        ) : (
          <Text px="4" py="3" color="fg.muted">
            {t("none", { hours })}
          </Text>
        )
      ) : gaps.error ? (
        <ErrorPanel error={gaps.error} onRetry={() => void gaps.refetch()} />
      ) : (
        <Skeleton m="4" h="16" />
      )}
    </Panel>
  );
}
