"use client";

import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";

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
  const locale = useLocale();
  if (why.kind === "exact") return null;
  const kind = why.kind as "part";
  // The sentence of the server is English; elsewhere the marked characters beside it say the same.
  return (
    <EventBadge tone="mark" title={locale === "en" ? why.detail : undefined}>
      {t.has(kind) ? t(kind, { code: why.code }) : why.kind}
    </EventBadge>
  );
}
