"use client";

import { Flex, Kbd, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

const shortcuts = [
  { keys: ["/"], text: "search" },
  { keys: ["↑", "↓"], text: "move" },
  { keys: ["␣"], text: "play" },
  { keys: ["←", "→"], text: "skip" },
  { keys: [",", "."], text: "frames" },
  { keys: ["+", "-", "0"], text: "zoom" },
  { keys: ["c"], text: "cut" },
  { keys: ["d"], text: "download" },
  { keys: ["?"], text: "help" },
] as const;

/** Every key with what it does; a scanner needs none. */
export function Shortcuts() {
  const t = useTranslations("player");
  return (
    <Stack gap="1.5" fontSize="sm" pb="2">
      {shortcuts.map(({ keys, text }) => (
        <Flex key={text} gap="2" align="center">
          <Flex gap="1" w="20" flexShrink={0}>
            {keys.map((key) => (
              <Kbd key={key} size="sm" colorPalette="gray">
                {key}
              </Kbd>
            ))}
          </Flex>
          {t(`shortcuts.${text}`)}
        </Flex>
      ))}
      <Text color="fg.muted" fontSize="xs" mt="1">
        {t("scannerHint")}
      </Text>
    </Stack>
  );
}
