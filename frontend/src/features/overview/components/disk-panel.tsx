"use client";

import { Box, Button, Flex, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { Panel } from "@/components/panel";
import { settingsPath } from "@/config/paths";
import type { Overview } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";
import { useMayOpen } from "@/lib/session/session";

const TIGHT_DAYS = 7;
const parts = ["recordings_bytes", "clips_bytes", "store_bytes"] as const;

/** How full the disk of clips and store is, what it grows by a day, and how long it lasts so. */
export function DiskPanel({ overview }: { overview: Overview }) {
  const t = useTranslations("overview.disk");
  const times = useTimes();
  const mayChange = useMayOpen(settingsPath("retention"));
  const { disk, growth, days_left: left } = overview;
  const used = disk.total_bytes > 0 ? 1 - disk.free_bytes / disk.total_bytes : 0;
  const tight = left !== null && left < TIGHT_DAYS;
  return (
    <Panel title={t("title")}>
      <Flex direction="column" gap="3" p="4">
        <Box>
          <Text fontSize="xl" fontWeight="semibold" lineHeight="short" color={tight ? "fg.error" : undefined}>
            {left === null ? t("steady") : left > 730 ? t("years") : t("daysLeft", { days: Math.floor(left) })}
          </Text>
          <Text color="fg.muted">{t("free", { free: times.size(disk.free_bytes), total: times.size(disk.total_bytes) })}</Text>
        </Box>
        <Box role="img" aria-label={t("used", { share: used })} h="2" rounded="full" bg="bg.emphasized" overflow="hidden">
          <Box h="full" w={`${used * 100}%`} bg={tight ? "red.solid" : "brand.solid"} />
        </Box>
        <Box as="dl" fontSize="sm">
          {parts.map(
            (part) =>
              growth[part] > 0 && (
                <Flex key={part} justify="space-between" gap="3">
                  <Text as="dt" color="fg.muted">
                    {t(part)}
                  </Text>
                  <Text as="dd" fontVariantNumeric="tabular-nums">
                    {t("perDay", { size: times.size(growth[part]) })}
                  </Text>
                </Flex>
              ),
          )}
        </Box>
        <Text color="fg.muted" fontSize="xs" lineHeight="short">
          {left === null ? t("notMeasured") : t("measured")}
        </Text>
        {mayChange && (
          <Button asChild size="xs" variant="outline" alignSelf="flex-start">
            <PageLink href={settingsPath("retention")}>{t("change")}</PageLink>
          </Button>
        )}
      </Flex>
    </Panel>
  );
}
