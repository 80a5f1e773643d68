import { Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CheckIcon, ClockIcon, WarningIcon } from "@/components/icons";
import type { CameraHealth } from "@/lib/api/types";

type Level = CameraHealth["level"];

const looks = {
  ok: { bg: "brand.subtle", color: "brand.fg", icon: CheckIcon },
  caution: { bg: "mark.subtle", color: "mark.fg", icon: WarningIcon },
  critical: { bg: "red.subtle", color: "red.fg", icon: WarningIcon },
  unknown: { bg: "bg.muted", color: "fg.muted", icon: ClockIcon },
};

/** A verdict as a word with a sign and a colour. */
export function LevelBadge({ level }: { level: Level }) {
  const t = useTranslations("health");
  const name = level ?? "unknown";
  const { icon: Icon, ...look } = looks[name];
  return (
    <Flex as="span" display="inline-flex" align="center" gap="1" px="2" py="0.5" rounded="full" fontSize="xs" fontWeight="semibold" whiteSpace="nowrap" {...look}>
      <Icon />
      <Text as="span">{t(`level.${name}`)}</Text>
    </Flex>
  );
}
