"use client";

import { Box, Grid, Text } from "@chakra-ui/react";
import { useFormatter, useTranslations } from "use-intl";

import type { Overview } from "@/lib/api/types";

const names = ["events", "without_code", "unread"] as const;

/** Three numbers of today, each with its week beside it and, for screen readers and mice alike, what it counts. */
export function Figures({ overview }: { overview: Overview }) {
  const t = useTranslations("overview.figures");
  const format = useFormatter();
  return (
    <Grid as="dl" templateColumns="repeat(3, minmax(0, 1fr))" gap={{ base: "2", md: "4" }}>
      {names.map((name) => (
        <Box key={name} bg="bg.panel" borderWidth="1px" rounded="lg" px={{ base: "3", md: "4" }} py="3" minW="0">
          <Text as="dt" color="fg.muted" lineHeight="short">
            {t(`${name}.title`)}
          </Text>
          <Text as="dd" fontSize={{ base: "2xl", md: "3xl" }} fontWeight="semibold" lineHeight="1.2" fontVariantNumeric="tabular-nums">
            {format.number(overview.today[name])}
          </Text>
          <Text as="dd" color="fg.muted" fontSize="xs" lineHeight="short">
            {t("week", { count: overview.week[name] })}
          </Text>
          <Text as="dd" color="fg.subtle" fontSize="xs" lineHeight="short" mt="1" display={{ base: "none", md: "block" }}>
            {t(`${name}.text`)}
          </Text>
        </Box>
      ))}
    </Grid>
  );
}
