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

/** A verdict as a word with a sign and a colour. `quiet`: one of many, of which those that are good step back. */
export function LevelBadge({ level, quiet = false }: { level: Level; quiet?: boolean }) {
  const t = useTranslations("health");
  const name = level ?? "unknown";
  const { icon: Icon, bg, color } = looks[name];
  const plain = quiet && name === "ok";
  return (
    <Flex as="span" display="inline-flex" align="center" gap="1" px={plain ? "0" : "2"} py={plain ? "0" : "0.5"} rounded="full" flexShrink={0} fontSize="xs" fontWeight="semibold" whiteSpace="nowrap" color={color} bg={plain ? undefined : bg}>
      <Icon />
      <Text as="span">{t(`level.${name}`)}</Text>
    </Flex>
  );
}
