"use client";

import { Button, Flex, Stack, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { eventPath } from "@/config/paths";
import type { FirstResult } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

type Props = { result: FirstResult; event: (eventId: string) => ReactNode };

/** "3 orders found in the last 20 minutes, here is one", with the clip playing. */
export function FoundOrders({ result, event }: Props) {
  const t = useTranslations("setup.result");
  const times = useTimes();
  const [index, setIndex] = useState(0);
  const zone = useSiteZone();
  const shown = result.event_ids[index % result.event_ids.length] ?? "";
  return (
    <Stack gap="3">
      <Text fontSize="lg" fontWeight="medium" role="status">
        {t("found", { count: result.events, minutes: Math.max(1, Math.round(result.media_ms / 60_000)) })}
      </Text>
      <Text color="fg.muted" fontVariantNumeric="tabular-nums">
        {times.dayAndTime(result.from_ms, zone)} – {times.dayAndTime(result.to_ms, zone)} {zoneLabel(result.to_ms, zone)}
      </Text>
      {result.files_failed > 0 && <Notice tone="info">{t("someFailed", { count: result.files_failed })}</Notice>}
      {event(shown)}
      <Flex gap="2" wrap="wrap">
        {result.event_ids.length > 1 && (
          <Button size="sm" variant="outline" onClick={() => setIndex(index + 1)}>
            {t("another")}
          </Button>
        )}
        <Button asChild size="sm" variant="outline">
          <PageLink href={eventPath(shown)}>{t("inTrace")}</PageLink>
        </Button>
      </Flex>
    </Stack>
  );
}
