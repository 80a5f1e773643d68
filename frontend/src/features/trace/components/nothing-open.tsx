"use client";

import { Box, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { PlayIcon } from "@/components/icons";

import { Shortcuts } from "./shortcuts";

/** The place of the player before an event was opened. Of the player's size, so that nothing jumps. */
export function NothingOpen() {
  const t = useTranslations("player");
  return (
    <Box borderWidth="1px" borderStyle="dashed" rounded="lg" color="fg.muted">
      <Flex direction="column" align="center" justify="center" gap="2" aspectRatio="16 / 9" textAlign="center" px="4">
        <PlayIcon fontSize="3xl" color="fg.subtle" />
        <Text>{t("nothingOpen")}</Text>
      </Flex>
      <Box borderTopWidth="1px" borderStyle="dashed" px="4" py="3">
        <Shortcuts />
      </Box>
    </Box>
  );
}
