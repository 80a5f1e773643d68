import { Box, Flex, Text, type BoxProps } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

const looks = {
  event: { bg: "brand.solid" },
  noCode: { borderWidth: "1.5px", borderColor: "mark.solid" },
  unread: { bg: "red.solid", clipPath: "polygon(0 0, 100% 0, 50% 100%)" },
  done: { bg: "fg.subtle" },
  waiting: { borderWidth: "1.5px", borderColor: "fg.muted" },
  failed: { bg: "red.solid" },
  noFile: { bgImage: "repeating-linear-gradient(135deg, {colors.red.fg} 0 1px, transparent 1px 5px)" },
  outside: { bg: "bg.muted", borderWidth: "1px" },
} satisfies Record<string, BoxProps>;

/** What the shapes in the rows stand for. */
export function Legend() {
  const t = useTranslations("timeline");
  return (
    <Flex gap="4" rowGap="1" wrap="wrap" px="3" py="2" borderTopWidth="1px" fontSize="xs" color="fg.muted">
      {(Object.keys(looks) as (keyof typeof looks)[]).map((name) => (
        <Flex key={name} align="center" gap="1.5">
          <Box w="4" h="2.5" {...looks[name]} />
          <Text as="span">{t(`legend.${name}`)}</Text>
        </Flex>
      ))}
    </Flex>
  );
}
