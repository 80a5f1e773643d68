"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import type { Match, PackingEvent } from "@/lib/api/types";

import styles from "./badge.module.css";

type Props = { tone?: "orange" | "brand" | "green" | "mark"; title?: string; children: ReactNode };

/** A word or two about an event; plain rules, since long lists are full of them. */
export function EventBadge({ tone, title, children }: Props) {
  return (
    <span className={tone ? `${styles.badge} ${styles[tone]}` : styles.badge} title={title}>
      {children}
    </span>
  );
}

/** What is unusual about an event. */
export function FlagBadges({ flags }: { flags: PackingEvent["flags"] }) {
  const t = useTranslations("trace.flags");
  return flags.map((flag) => (
    <EventBadge key={flag} tone="orange" title={t.has(`${flag}_help`) ? t(`${flag}_help`) : undefined}>
      {t(flag)}
    </EventBadge>
  ));
}

/** Why an event is among the results; nothing for an exact hit, which explains itself. */
export function WhyBadge({ why }: { why: Match["why"] }) {
  const t = useTranslations("trace.why");
  const help = useTranslations("trace.whyHelp");
  if (why.kind === "exact") return null;
  const kind = why.kind as "part";
  const what = why.asked === "" ? "missing" : why.stored === "" ? "extra" : "instead";
  return (
    <EventBadge tone="mark" title={why.position === null ? undefined : help(what, { asked: why.asked, stored: why.stored, position: why.position })}>
      {t.has(kind) ? t(kind, { code: why.code }) : why.kind}
    </EventBadge>
  );
}
