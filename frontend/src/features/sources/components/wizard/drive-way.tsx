"use client";

import { chakra, Flex, Text } from "@chakra-ui/react";
import { useRef, type KeyboardEvent } from "react";
import { useTranslations } from "use-intl";

import { driveModes } from "../../hooks/draft";

type Way = (typeof driveModes)[number];

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The choice of how ePACK gets at a Drive: one stop for the Tab key, the arrows go through it. */
export function DriveWay({ way, onWay }: { way: Way; onWay: (way: Way) => void }) {
  const t = useTranslations("wizard.drive");
  const group = useRef<HTMLDivElement>(null);

  function onKey(event: KeyboardEvent) {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (driveModes.indexOf(way) + step + driveModes.length) % driveModes.length;
    const chosen = driveModes[next];
    if (chosen === undefined) return;
    onWay(chosen);
    group.current?.querySelectorAll<HTMLElement>("[role=radio]")[next]?.focus();
  }

  return (
    <Flex ref={group} role="radiogroup" aria-label={t("how")} gap="3" wrap="wrap" onKeyDown={onKey}>
      {driveModes.map((one) => (
        <chakra.button
          key={one}
          type="button"
          role="radio"
          aria-checked={way === one}
          tabIndex={way === one ? 0 : -1}
          flex="1"
          minW="14rem"
          p="3"
          display="flex"
          flexDirection="column"
          textAlign="start"
          rounded="lg"
          borderWidth="1px"
          cursor="pointer"
          borderColor={way === one ? "brand.solid" : "border"}
          bg={way === one ? "brand.subtle" : undefined}
          onClick={() => onWay(one)}
        >
          <Text fontWeight="semibold">{t(`way.${one}`)}</Text>
          <Text fontSize="sm" color="fg.muted" lineHeight="short">
            {t(`text.${one}`)}
          </Text>
        </chakra.button>
      ))}
    </Flex>
  );
}
