"use client";

import { Box, Flex, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { HealthFinding } from "@/lib/api/types";

import { LevelBadge } from "./level-badge";
import { useFindingTexts } from "./use-finding-texts";

/** What is wrong with what to do about it; what is fine in one line each. */
export function FindingList({ findings }: { findings: readonly HealthFinding[] }) {
  const t = useTranslations("health");
  const words = useFindingTexts();
  const wrong = findings.filter((one) => one.level !== "ok");
  const fine = findings.filter((one) => one.level === "ok");
  return (
    <Stack gap="0">
      {wrong.map((one) => {
        const { title, says, advice } = words(one);
        return (
          <Flex key={one.aspect} gap="3" px="4" py="3" borderTopWidth="1px" align="flex-start" direction={{ base: "column", sm: "row" }}>
            <Box w={{ sm: "24" }} flexShrink={0}>
              <LevelBadge level={one.level} />
            </Box>
            <Box minW="0">
              <Text fontWeight="medium">{title}</Text>
              <Text color="fg.muted">{says}</Text>
              {advice && <Text mt="1">{advice}</Text>}
            </Box>
          </Flex>
        );
      })}
      {fine.length > 0 && (
        <Box px="4" py="3" borderTopWidth="1px">
          {wrong.length === 0 && (
            <Text fontWeight="medium" mb="1">
              {t("allFine")}
            </Text>
          )}
          {fine.map((one) => {
            const { title, says } = words(one);
            return (
              <Text key={one.aspect} fontSize="sm" color="fg.muted">
                <Text as="span" color="fg">
                  {title}:
                </Text>{" "}
                {says}
              </Text>
            );
          })}
        </Box>
      )}
    </Stack>
  );
}
