"use client";

import { Badge, Box, chakra, Checkbox, Flex, Skeleton, Text, VisuallyHidden } from "@chakra-ui/react";
import { memo, useState } from "react";
import { useTranslations } from "use-intl";

import { CutIcon, LockIcon, PenIcon } from "@/components/icons";
import type { Match, PackingEvent } from "@/lib/api/types";
import { useCameraZone } from "@/lib/cameras/cameras";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { CodeChips } from "./code-chip";
import { CodeDifference } from "./code-difference";
import { FlagBadges, WhyBadge } from "./event-badges";
import { Filmstrip } from "./filmstrip";
import { Thumbnail } from "./thumbnail";

export type RowActions = {
  onOpen: (eventId: string) => void;
  onSearch: (code: string) => void;
  onChoose: (eventId: string, wanted: boolean) => void;
};

type Props = {
  event: PackingEvent;
  why?: Match["why"];
  /** What was asked for where nothing was found, so that the difference can be shown. */
  asked?: string;
  /** The filmstrip may load: no video is waiting for its first picture. */
  calm: boolean;
  open: boolean;
  chosen: boolean;
  actions: RowActions;
};

/** Height of a row without badges, in px. */
export const ROW_PX = 124;

/** In the place of a row whose page is being read. */
export function RowPlaceholder() {
  return (
    <Box px="3" py="2.5" style={{ height: ROW_PX }}>
      <Skeleton h="full" />
    </Box>
  );
}

/** One event in a list. The whole row opens it; the chips and the tick do their own thing. */
export const EventRow = memo(function EventRow({ event, why, asked, calm, open, chosen, actions }: Props) {
  const t = useTranslations("trace");
  const times = useTimes();
  const zone = useCameraZone()(event.camera_id);
  // Once there it stays.
  const [strip, setStrip] = useState(calm);
  if (calm && !strip) setStrip(true);
  const when = times.dayAndTime(event.start_ms, zone);
  const name = t("eventName", { camera: event.camera_name, when });
  const cut = event.clips.filter((clip) => clip.status === "done").length;

  return (
    <Flex
      data-event={event.id}
      position="relative"
      align="flex-start"
      gap="3"
      px="3"
      py="2.5"
      borderLeftWidth="3px"
      borderLeftColor={open ? "brand.solid" : "transparent"}
      bg={open ? "brand.subtle" : undefined}
      _hover={{ bg: open ? "brand.subtle" : "bg.subtle" }}
    >
      <Checkbox.Root
        checked={chosen}
        onCheckedChange={(change) => actions.onChoose(event.id, change.checked === true)}
        position="relative"
        zIndex="1"
        p="1"
        m="-1"
        size="sm"
      >
        <Checkbox.HiddenInput aria-label={t("choose", { event: name })} />
        <Checkbox.Control />
      </Checkbox.Root>
      <Thumbnail eventId={event.id} />
      <Flex direction="column" gap="1.5" flex="1" minW="0">
        <Flex gap="1.5" wrap="wrap" align="center" minW="0">
          <CodeChips codes={event.codes} matched={why?.code} onSearch={actions.onSearch} />
          {why && <WhyBadge why={why} />}
          {why && asked !== undefined && <CodeDifference asked={asked} stored={why.code} />}
        </Flex>
        <chakra.button
          type="button"
          textAlign="start"
          cursor="pointer"
          lineHeight="short"
          rounded="sm"
          aria-current={open ? "true" : undefined}
          onClick={() => actions.onOpen(event.id)}
          _after={{ content: '""', position: "absolute", inset: "0" }}
        >
          <VisuallyHidden>{t("openEvent")}</VisuallyHidden>
          <Text fontWeight="medium" truncate>
            {event.camera_name}
          </Text>
          <Text color="fg.muted" fontSize="xs" fontVariantNumeric="tabular-nums">
            {when} {zoneLabel(event.start_ms, zone)} · {clockLength(event.duration_ms)}
          </Text>
        </chakra.button>
        <Box h="8">{strip && <Filmstrip event={event} count={6} width={96} />}</Box>
        {(event.flags.length > 0 || cut > 0 || event.locked || event.note !== "") && (
          <Flex gap="1" wrap="wrap">
            <FlagBadges flags={event.flags} />
            {event.locked && (
              <Badge colorPalette="brand" variant="subtle">
                <LockIcon /> {t("locked")}
              </Badge>
            )}
            {event.note !== "" && (
              <Badge variant="subtle" maxW="64" title={event.note}>
                <PenIcon />
                <Text as="span" truncate>
                  {event.note}
                </Text>
              </Badge>
            )}
            {cut > 0 && (
              <Badge colorPalette="green" variant="subtle">
                <CutIcon /> {t("hasClips", { count: cut })}
              </Badge>
            )}
          </Flex>
        )}
      </Flex>
    </Flex>
  );
});
