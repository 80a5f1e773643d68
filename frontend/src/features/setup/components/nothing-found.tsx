"use client";

import { Box, Button, Flex, Stack, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import type { FirstResult } from "@/lib/api/types";
import { useSettings } from "@/lib/settings/settings";
import { useNow } from "@/lib/time/use-now";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";
import { DAY_MS } from "@/lib/time/zone";

import type { Place } from "./steps";

const MOST_DAYS = 3650;

type Props = {
  result: FirstResult;
  asking: boolean;
  onAsk: (wish: { lookbackDays?: number; retry?: boolean }) => void;
  onBack: (place: Place) => void;
};

/** Why there is no first result, and what to do: no recordings, only old ones, all broken, or nobody packing. */
export function NothingFound({ result, asking, onAsk, onBack }: Props) {
  const t = useTranslations("setup.result");
  const times = useTimes();
  const now = useNow(60_000);
  const zone = useSiteZone();
  const settings = useSettings().data?.items;
  const days = Number(settings?.find((one) => one.key === "lookback_days")?.value ?? 7);
  const newest = result.newest_ms;
  const needed = newest === null ? 0 : Math.ceil((now - newest) / DAY_MS) + 1;

  if (result.phase === "no_footage" && newest === null) {
    return (
      <Words title={t("noRecordings")} text={t("noRecordingsText")}>
        <Button size="sm" onClick={() => onBack("source")}>
          {t("toSource")}
        </Button>
      </Words>
    );
  }
  if (result.phase === "no_footage" && newest !== null && needed > days) {
    return (
      <Words title={t("old")} text={t("oldText", { when: times.day(newest, zone), days })}>
        <Button size="sm" loading={asking} onClick={() => onAsk({ lookbackDays: Math.min(MOST_DAYS, needed) })}>
          {t("lookBack", { days: Math.min(MOST_DAYS, needed) })}
        </Button>
      </Words>
    );
  }
  if (result.phase === "no_footage" || result.files_failed === result.files) {
    return (
      <Words title={t("unusable")} text={t("unusableText")}>
        <Button size="sm" loading={asking} onClick={() => onAsk({ retry: true })}>
          {t("again")}
        </Button>
        <Button size="sm" variant="outline" onClick={() => onBack("place")}>
          {t("toPlace")}
        </Button>
      </Words>
    );
  }
  return (
    <Words title={t("none", { minutes: Math.max(1, Math.round(result.media_ms / 60_000)) })} text={t("noneText")}>
      <Button size="sm" onClick={() => onBack("regions")}>
        {t("toRegions")}
      </Button>
    </Words>
  );
}

function Words({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <Stack gap="3" role="status">
      <Text fontSize="lg" fontWeight="medium">
        {title}
      </Text>
      <Box color="fg.muted" maxW="2xl">
        {text}
      </Box>
      <Flex gap="2" wrap="wrap">
        {children}
      </Flex>
    </Stack>
  );
}
