"use client";

import { Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { useReachable } from "@/lib/live/live-provider";

import { OfflineIcon } from "../icons";

/** Stands above the page while the server does not answer, and goes by itself. It lies over the page: no layout jump. */
export function OfflineBanner() {
  const t = useTranslations("shell");
  const reachable = useReachable();
  if (reachable) return null;
  return (
    <Flex
      role="alert"
      position="fixed"
      top="2"
      left="50%"
      transform="translateX(-50%)"
      zIndex="banner"
      w="max-content"
      maxW="calc(100vw - 1rem)"
      align="center"
      gap="3"
      bg="mark.solid"
      color="mark.contrast"
      px="4"
      py="2"
      rounded="lg"
      shadow="lg"
    >
      <OfflineIcon fontSize="lg" />
      <Text lineHeight="short">
        <Text as="span" fontWeight="semibold">
          {t("offlineTitle")}
        </Text>{" "}
        {t("offlineText")}
      </Text>
    </Flex>
  );
}
