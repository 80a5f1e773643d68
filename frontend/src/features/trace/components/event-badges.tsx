"use client";

import { Badge } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { Match, PackingEvent } from "@/lib/api/types";

/** What is unusual about an event. */
export function FlagBadges({ flags }: { flags: PackingEvent["flags"] }) {
  const t = useTranslations("trace.flags");
  return flags.map((flag) => (
    <Badge key={flag} colorPalette="orange" variant="subtle" title={t.has(`${flag}_help`) ? t(`${flag}_help`) : undefined}>
      {t(flag)}
    </Badge>
  ));
}

/** Why an event is among the results; nothing for an exact hit, which explains itself. */
export function WhyBadge({ why }: { why: Match["why"] }) {
  const t = useTranslations("trace.why");
  if (why.kind === "exact") return null;
  const kind = why.kind as "part";
  return (
    <Badge colorPalette="mark" variant="subtle" title={why.detail ?? undefined}>
      {t.has(kind) ? t(kind, { code: why.code }) : why.kind}
    </Badge>
  );
}
