"use client";

import { Badge, chakra, Checkbox, Flex, Text } from "@chakra-ui/react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { CutIcon } from "@/components/icons";
import type { Match, PackingEvent } from "@/lib/api/types";
import { useCameraZone } from "@/lib/cameras/cameras";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { CodeChips } from "./code-chip";
import { FlagBadges, WhyBadge } from "./event-badges";
import { Thumbnail } from "./thumbnail";

export type RowActions = {
  onOpen: (eventId: string) => void;
  onSearch: (code: string) => void;
  onChoose: (eventId: string, wanted: boolean) => void;
};

type Props = {
  event: PackingEvent;
  why?: Match["why"];
  open: boolean;
  chosen: boolean;
  actions: RowActions;
};

/** One event in a list. The whole row opens it; the chips and the tick do their own thing. */
export function EventRow({ event, why, open, chosen, actions }: Props) {
  const t = useTranslations("trace");
  const times = useTimes();
  const zone = useCameraZone()(event.camera_id);
  const row = useRef<HTMLDivElement>(null);
  const when = times.dayAndTime(event.start_ms, zone);
  const name = t("eventName", { camera: event.camera_name, when });
  const cut = event.clips.filter((clip) => clip.status === "done").length;

  useEffect(() => {
    // An event may stand under several codes; the first row is the one to be seen.
    const first = document.querySelector(`[data-event="${CSS.escape(event.id)}"]`);
    if (open && first === row.current) first?.scrollIntoView({ block: "nearest" });
  }, [open, event.id]);

  return (
    <Flex
      ref={row}
      as="li"
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
      scrollMarginY="16"
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
        </Flex>
        <chakra.button
          type="button"
          textAlign="start"
          cursor="pointer"
          lineHeight="short"
          rounded="sm"
          aria-current={open ? "true" : undefined}
          aria-label={t("openEvent", { event: name })}
          onClick={() => actions.onOpen(event.id)}
          _after={{ content: '""', position: "absolute", inset: "0" }}
        >
          <Text fontWeight="medium" truncate>
            {event.camera_name}
          </Text>
          <Text color="fg.muted" fontSize="xs" fontVariantNumeric="tabular-nums">
            {when} {zoneLabel(event.start_ms, zone)} · {clockLength(event.duration_ms)}
          </Text>
        </chakra.button>
        {(event.flags.length > 0 || cut > 0) && (
          <Flex gap="1" wrap="wrap">
            <FlagBadges flags={event.flags} />
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
}
