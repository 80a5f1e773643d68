"use client";

import { Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { Source, SourceStatus } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";

/** What is known of a source beyond its state: where it is, when it is looked at next, what came of it so far. */
export function SourceFacts({ source, status }: { source: Source; status: SourceStatus | undefined }) {
  const t = useTranslations("sources.facts");
  const times = useTimes();
  const zone = useSiteZone();
  const at = (ms: number) => times.dayAndTime(ms, zone);
  if (source.kind === "local") {
    return (
      <Text px="4" pt="2.5" fontSize="xs" color="fg.muted" fontFamily="mono" overflowWrap="anywhere">
        {source.path}
      </Text>
    );
  }
  if (!status) return null;
  const waits = source.enabled && !status.paused && status.running === null && status.next_ms !== null;
  const facts = [
    status.succeeded_ms !== null ? t("last", { when: at(status.succeeded_ms) }) : status.started_ms !== null ? t("never") : null,
    waits && status.trouble === null && status.next_ms !== null ? t("next", { when: at(status.next_ms) }) : null,
    status.files > 0 ? t("fetched", { files: status.files, size: times.size(status.bytes) }) : null,
  ].filter(Boolean);
  if (facts.length === 0) return null;
  return (
    <Flex px="4" pt="2.5" fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums">
      {facts.join(" · ")}
    </Flex>
  );
}
