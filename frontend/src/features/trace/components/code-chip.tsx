"use client";

import { Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { EventCode } from "@/lib/api/types";

type Props = { text: string; highlighted?: boolean; onSearch: (code: string) => void };

/** A code that searches itself when pressed. */
export function CodeChip({ text, highlighted = false, onSearch }: Props) {
  const t = useTranslations("trace");
  return (
    <Button
      size="2xs"
      variant={highlighted ? "solid" : "subtle"}
      colorPalette={highlighted ? "mark" : "gray"}
      fontFamily="mono"
      fontSize="xs"
      fontWeight="medium"
      maxW="full"
      px="1.5"
      position="relative"
      zIndex="1"
      title={t("searchCode", { code: text })}
      aria-label={t("searchCode", { code: text })}
      onClick={() => onSearch(text)}
    >
      <Text as="span" truncate>
        {text}
      </Text>
    </Button>
  );
}

type ListProps = { codes: readonly EventCode[]; matched?: string; onSearch: (code: string) => void };

/** The codes of an event; the one that was found comes first. */
export function CodeChips({ codes, matched, onSearch }: ListProps) {
  const t = useTranslations("trace");
  const isMatch = (code: EventCode) => matched !== undefined && normalForm(code.text) === matched;
  const ordered = [...codes].sort((a, b) => Number(isMatch(b)) - Number(isMatch(a)));
  if (ordered.length === 0) {
    return (
      <Text color="fg.muted" fontSize="xs">
        {t("noCode")}
      </Text>
    );
  }
  return (
    <Flex gap="1" wrap="wrap" minW="0">
      {ordered.map((code) => (
        <CodeChip key={`${code.format} ${code.text}`} text={code.text} highlighted={isMatch(code)} onSearch={onSearch} />
      ))}
    </Flex>
  );
}

/** The form in which the store compares codes, and in which a match names its code: upper case, no spaces. */
export function normalForm(text: string): string {
  return text.replace(/\s+/g, "").toUpperCase();
}
