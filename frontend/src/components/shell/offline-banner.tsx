"use client";

import { Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { useMovedAddress, useReachable } from "@/lib/live/live-provider";

import { OfflineIcon } from "../icons";

/**
 * Stands above the page while the server does not answer, and goes by itself; or says where it answers now. It lies over
 * the page: no layout jump.
 */
export function OfflineBanner() {
  const t = useTranslations("shell");
  const reachable = useReachable();
  const moved = useMovedAddress();
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
      wrap={{ base: moved ? "wrap" : "nowrap", md: "nowrap" }}
      bg="mark.solid"
      color="mark.contrast"
      px="4"
      py="2"
      rounded="lg"
      shadow="lg"
    >
      <OfflineIcon fontSize="lg" />
      <Text lineHeight="short" overflowWrap="anywhere" maxW="44rem">
        <Text as="span" fontWeight="semibold">
          {moved ? t("movedTitle", { address: moved }) : t("offlineTitle")}
        </Text>{" "}
        {moved ? t(moved.startsWith("https:") ? "movedToHttps" : "movedText") : t("offlineText")}
      </Text>
      {moved && (
        <Button asChild size="sm" variant="outline" color="inherit" borderColor="currentColor">
          {/* Another origin: not a page of this one. */}
          <a href={`${moved}${window.location.pathname}${window.location.search}`}>{t("movedGo")}</a>
        </Button>
      )}
    </Flex>
  );
}
