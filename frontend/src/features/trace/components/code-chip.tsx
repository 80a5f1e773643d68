"use client";

import { useTranslations } from "use-intl";

import type { EventCode } from "@/lib/api/types";

import styles from "./code-chip.module.css";

type Props = { text: string; highlighted?: boolean; onSearch: (code: string) => void };

/** A code that searches itself when pressed. */
export function CodeChip({ text, highlighted = false, onSearch }: Props) {
  const t = useTranslations("trace");
  const name = t("searchCode", { code: text });
  return (
    <button type="button" className={styles.chip} data-highlighted={highlighted || undefined} title={name} aria-label={name} onClick={() => onSearch(text)}>
      {text}
    </button>
  );
}

type ListProps = {
  codes: readonly EventCode[];
  matched?: string;
  /** Show so many at most, on one line, and how many more there are. */
  most?: number;
  onSearch: (code: string) => void;
};

/** The codes of an event; the one that was found comes first. */
export function CodeChips({ codes, matched, most = Infinity, onSearch }: ListProps) {
  const t = useTranslations("trace");
  if (codes.length === 0) return <span className={styles.none}>{t("noCode")}</span>;
  const isMatch = (code: EventCode) => matched !== undefined && normalForm(code.text) === matched;
  const ordered = codes.length > 1 ? [...codes].sort((a, b) => Number(isMatch(b)) - Number(isMatch(a))) : codes;
  return (
    <span className={most === Infinity ? styles.chips : `${styles.chips} ${styles.line}`}>
      {ordered.slice(0, most).map((code) => (
        <CodeChip key={`${code.format} ${code.text}`} text={code.text} highlighted={isMatch(code)} onSearch={onSearch} />
      ))}
      {codes.length > most && (
        <span className={styles.more} title={ordered.slice(most).map((code) => code.text).join("\n")}>
          {t("moreCodes", { count: codes.length - most })}
        </span>
      )}
    </span>
  );
}

/** The first code as text inside of a link, and how many more there are. */
export function CodeTexts({ codes }: { codes: readonly EventCode[] }) {
  const t = useTranslations("trace");
  const [first, ...others] = codes;
  return (
    <span className={`${styles.chips} ${styles.line}`}>
      <span className={styles.chip}>{first?.text}</span>
      {others.length > 0 && <span className={styles.more}>{t("moreCodes", { count: others.length })}</span>}
    </span>
  );
}

/** The form in which the store compares codes, and in which a match names its code: upper case, no spaces. */
export function normalForm(text: string): string {
  return text.replace(/\s+/g, "").toUpperCase();
}
