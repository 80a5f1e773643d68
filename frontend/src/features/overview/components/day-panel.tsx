"use client";

import { Box, chakra, Flex, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { StatePanel } from "@/components/feedback/state-panel";
import { ClockIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import { paths } from "@/config/paths";
import type { Overview } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { cameraDays, clockHour, type CameraDay, type HourBar } from "./hours";

const Link = chakra(PageLink);

/** Today's orders by camera and hour: a row of bars a camera, all on one scale. */
export function DayPanel({ overview }: { overview: Overview }) {
  const t = useTranslations("overview.day");
  const times = useTimes();
  const cameras = useCameras().data?.items ?? [];
  const zone = overview.timezone;
  const shown = cameras.filter((camera) => camera.enabled).map((camera) => camera.id);
  const days = cameraDays(overview, shown);
  const most = Math.max(1, ...days.flatMap((day) => day.bars.map((bar) => bar.events)));
  const nameOf = (id: number) => cameras.find((camera) => camera.id === id)?.name ?? t("unknown");
  return (
    <Panel
      title={t("title")}
      actions={
        <Text color="fg.muted" fontSize="xs">
          {times.day(overview.now_ms, zone)} · {zone} {zoneLabel(overview.now_ms, zone)}
        </Text>
      }
    >
      {days.length === 0 ? (
        <StatePanel icon={<ClockIcon />} title={t("none")}>
          {t("noneText")}
        </StatePanel>
      ) : (
        <Box px="4" py="3">
          {days.map((day) => (
            <CameraRow key={day.cameraId} day={day} name={nameOf(day.cameraId)} most={most} overview={overview} />
          ))}
          <Axis overview={overview} hours={days[0]?.bars.length ?? 24} />
          <Flex gap="4" mt="2" fontSize="xs" color="fg.muted" wrap="wrap" aria-hidden>
            <Key color="brand.solid" label={t("withCode")} />
            <Key color="mark.solid" label={t("withoutCode")} />
          </Flex>
        </Box>
      )}
    </Panel>
  );
}

function Key({ color, label }: { color: string; label: string }) {
  return (
    <Flex gap="1.5" align="center">
      <Box boxSize="2.5" rounded="xs" bg={color} />
      {label}
    </Flex>
  );
}

const columns = { base: "1fr", md: "10rem minmax(0, 1fr)" };

type RowProps = { day: CameraDay; name: string; most: number; overview: Overview };

function CameraRow({ day, name, most, overview }: RowProps) {
  const t = useTranslations("overview.day");
  return (
    <Box display="grid" gridTemplateColumns={columns} columnGap="4" rowGap="1" alignItems="end" py="2" borderBottomWidth="1px">
      <Flex direction={{ base: "row", md: "column" }} gap={{ base: "2", md: "0" }} align={{ base: "baseline", md: "flex-start" }} minW="0">
        <Link href={`${paths.trace}?cam=${day.cameraId}&days=1`} truncate maxW="full" fontWeight="medium" title={name}>
          {name}
        </Link>
        <Text color="fg.muted" fontSize="xs" fontVariantNumeric="tabular-nums" whiteSpace="nowrap">
          {t("orders", { count: day.events })}
        </Text>
      </Flex>
      <Flex as="ul" gap="2px" h="11" align="flex-end" aria-label={t("hoursOf", { name })}>
        {day.bars.map((bar) => (
          <Bar key={bar.hour} bar={bar} most={most} clock={clockHour(overview.day_from_ms, bar.hour, overview.timezone)} />
        ))}
      </Flex>
    </Box>
  );
}

function Bar({ bar, most, clock }: { bar: HourBar; most: number; clock: number }) {
  const t = useTranslations("overview.day");
  const label = t("bar", { hour: clock, events: bar.events, without: bar.withoutCode });
  const height = (count: number) => `${(count / most) * 100}%`;
  return (
    <Flex as="li" listStyleType="none" flex="1" h="full" direction="column" justify="flex-end" title={label} minW="0" rounded="xs" bg="bg.muted">
      <Box as="span" srOnly>
        {bar.events > 0 ? label : ""}
      </Box>
      <Box bg="mark.solid" h={height(bar.withoutCode)} roundedTop="xs" />
      <Box bg="brand.solid" h={height(bar.events - bar.withoutCode)} roundedTop={bar.withoutCode ? undefined : "xs"} />
    </Flex>
  );
}

function Axis({ overview, hours }: { overview: Overview; hours: number }) {
  return (
    <Box display="grid" gridTemplateColumns={columns} columnGap="4" aria-hidden>
      <Box display={{ base: "none", md: "block" }} />
      <Flex gap="2px" fontSize="2xs" color="fg.muted" fontVariantNumeric="tabular-nums" pt="1">
        {Array.from({ length: hours }, (_, hour) => (
          <Box key={hour} flex="1" minW="0" whiteSpace="nowrap">
            {hour % 6 === 0 ? clockHour(overview.day_from_ms, hour, overview.timezone) : ""}
          </Box>
        ))}
      </Flex>
    </Box>
  );
}
