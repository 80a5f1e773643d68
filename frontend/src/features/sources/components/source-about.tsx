"use client";

import { Box, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { Source } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";

import { useRemoteSource } from "../api/get-remote-source";

const shown = ["address", "account", "user"] as const;

/** Where a source is and where its files lie here. */
export function SourceAbout({ source }: { source: Source }) {
  const t = useTranslations("sources.about");
  const times = useTimes();
  const zone = useSiteZone();
  const config = useRemoteSource(source.kind === "local" ? null : source.id).data?.config ?? {};
  const facts: [string, string][] = [
    ...shown.flatMap((key): [string, string][] => (typeof config[key] === "string" && config[key] ? [[t(key), config[key]]] : [])),
    [t("folder"), source.path],
    [t("added"), times.dayAndTime(source.created_ms, zone)],
  ];
  return (
    <Box as="dl" px="4" py="3">
      {facts.map(([name, value]) => (
        <Flex key={name} gap="3" py="0.5" direction={{ base: "column", md: "row" }}>
          <Text as="dt" color="fg.muted" w={{ md: "40" }} flexShrink={0}>
            {name}
          </Text>
          <Text as="dd" overflowWrap="anywhere">
            {value}
          </Text>
        </Flex>
      ))}
    </Box>
  );
}
