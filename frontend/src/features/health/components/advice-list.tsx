"use client";

import { Box, Flex, Stack, Text } from "@chakra-ui/react";

import { WarningIcon } from "@/components/icons";
import type { HealthFinding } from "@/lib/api/types";

import { useFindingTexts } from "./use-finding-texts";

/** What is wrong, in a sentence, with what to do about it; the worst first. Nothing of what is fine. */
export function AdviceList({ findings }: { findings: readonly HealthFinding[] }) {
  const words = useFindingTexts();
  const wrong = findings.filter((one) => one.level !== "ok");
  return (
    <Stack gap="0">
      {wrong.map((one) => {
        const { title, says, advice } = words(one);
        return (
          <Flex key={one.aspect} gap="3" px="4" py="3" borderTopWidth="1px" align="flex-start">
            <WarningIcon mt="0.5" color={one.level === "critical" ? "red.fg" : "mark.fg"} />
            <Box minW="0">
              <Text>
                <Text as="span" fontWeight="medium">
                  {title}.
                </Text>{" "}
                <Text as="span" color="fg.muted">
                  {says}
                </Text>
              </Text>
              {advice && <Text mt="1">{advice}</Text>}
            </Box>
          </Flex>
        );
      })}
    </Stack>
  );
}
