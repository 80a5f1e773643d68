"use client";

import { Box, Button, chakra, Flex, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { eventPath } from "@/config/paths";
import type { CameraDay } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import type { Found } from "../hooks/at-point";
import { useDescribe } from "./use-describe";

const Link = chakra(PageLink);

type Props = { day: CameraDay; atMs: number; found: Found };

/** What stands under the player: when and where this is, what lies there, and the way to the event. */
export function PickedCard({ day, atMs, found }: Props) {
  const t = useTranslations("timeline");
  const times = useTimes();
  const describe = useDescribe();
  return (
    <Flex gap="3" align="center" px="4" py="2.5" borderTopWidth="1px" wrap="wrap" minH="16">
      <Box flex="1" minW="14rem">
        <Text fontWeight="medium" fontVariantNumeric="tabular-nums">
          {day.camera_name} · {times.dayAndTime(atMs, day.timezone)} {zoneLabel(atMs, day.timezone)}
        </Text>
        <Text color="fg.muted" fontSize="sm" overflowWrap="anywhere">
          {describe.found(found, day)}
        </Text>
      </Box>
      {found.kind === "event" && (
        <Button asChild size="sm" variant="outline">
          <Link href={eventPath(found.item.id)}>{t("openEvent")}</Link>
        </Button>
      )}
    </Flex>
  );
}
