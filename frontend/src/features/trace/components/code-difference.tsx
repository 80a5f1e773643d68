"use client";

import { Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { sameSigns } from "../hooks/difference";
import { normalForm } from "./code-chip";

/** A stored code with the signs marked that differ from what was asked for: the reason why it is near. */
export function CodeDifference({ asked, stored }: { asked: string; stored: string }) {
  const t = useTranslations("trace");
  const same = sameSigns(normalForm(asked), stored);
  const count = Math.max(same.filter((one) => !one).length, normalForm(asked).length - same.filter(Boolean).length);
  return (
    <Text as="span" fontSize="xs" color="fg.muted" minW="0" truncate>
      <Text as="span" fontFamily="mono">
        {[...stored].map((sign, place) =>
          same[place] ? (
            sign
          ) : (
            <Text as="mark" key={place} bg="mark.subtle" color="mark.fg" fontWeight="bold">
              {sign}
            </Text>
          ),
        )}
      </Text>{" "}
      {t("differs", { count })}
    </Text>
  );
}
