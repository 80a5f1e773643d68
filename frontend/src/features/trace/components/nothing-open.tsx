"use client";

import { Box, Flex, Kbd, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { PlayIcon } from "@/components/icons";

const shortcuts = [
  { keys: ["/"], text: "search" },
  { keys: ["↑", "↓"], text: "move" },
  { keys: ["␣"], text: "play" },
  { keys: [",", "."], text: "frames" },
  { keys: ["c"], text: "cut" },
  { keys: ["d"], text: "download" },
] as const;

/** The place of the player before an event was opened. Of the player's size, so that nothing jumps. */
export function NothingOpen() {
  const t = useTranslations("player");
  return (
    <Box borderWidth="1px" borderStyle="dashed" rounded="lg" color="fg.muted">
      <Flex direction="column" align="center" justify="center" gap="2" aspectRatio="16 / 9" textAlign="center" px="4">
        <PlayIcon fontSize="3xl" color="fg.subtle" />
        <Text>{t("nothingOpen")}</Text>
      </Flex>
      <Stack borderTopWidth="1px" borderStyle="dashed" px="4" py="3" gap="1.5" fontSize="xs">
        {shortcuts.map(({ keys, text }) => (
          <Flex key={text} gap="2" align="center">
            <Flex gap="1" w="14" flexShrink={0}>
              {keys.map((key) => (
                <Kbd key={key} size="sm" colorPalette="gray">
                  {key}
                </Kbd>
              ))}
            </Flex>
            {t(`shortcuts.${text}`)}
          </Flex>
        ))}
      </Stack>
    </Box>
  );
}
