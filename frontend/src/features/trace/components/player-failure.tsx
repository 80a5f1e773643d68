"use client";

import { Box, Flex, Spinner, Text } from "@chakra-ui/react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { ProgressBar } from "@/components/progress-bar";
import type { RenditionState } from "@/lib/media/use-rendition";

type Props = { state: UseQueryResult<RenditionState>; retrying: boolean };

/** In place of the picture: how far its conversion is, or why there is none. */
export function PlayerFailure({ state, retrying }: Props) {
  const t = useTranslations("player");
  const progress = state.data?.kind === "preparing" ? state.data.progress : undefined;
  const preparing = progress !== undefined;
  return (
    // While it is converted, the event's picture shows through.
    <Flex position="absolute" inset="0" bg={preparing ? "blackAlpha.600" : "bg.panel/95"} color={preparing ? "white" : undefined} overflowY="auto">
      {/* Centred by margins: what is taller than the picture can still be scrolled to its top. */}
      <Flex m="auto" w="full" justify="center">
        {preparing ? (
          <Box w="64" maxW="80%" textAlign="center" role="status">
            <Text mb="2">{t("preparing")}</Text>
            <ProgressBar value={progress} label={t("preparing")} size="sm" />
          </Box>
        ) : state.error ? (
          <ErrorPanel error={state.error} onRetry={() => void state.refetch()} />
        ) : retrying || state.isPending ? (
          <Spinner />
        ) : (
          <Text px="4">{t("cannotPlay")}</Text>
        )}
      </Flex>
    </Flex>
  );
}
