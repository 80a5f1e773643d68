"use client";

import { Box, Button, Flex, Heading, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { FolderIcon } from "@/components/icons";
import { Panel } from "@/components/panel";

/** What a fresh installation shows where the files will be: three steps, the first with its button. */
export function FirstSteps({ onAdd }: { onAdd: () => void }) {
  const t = useTranslations("sources.first");
  return (
    <Panel>
      <Stack gap="5" px={{ base: "5", md: "10" }} py={{ base: "6", md: "10" }}>
        <Box>
          <Heading as="h2" size="lg" fontWeight="semibold">
            {t("title")}
          </Heading>
          <Text color="fg.muted" mt="1" maxW="xl">
            {t("text")}
          </Text>
        </Box>
        <Stack as="ol" gap="4">
          {(["folder", "run", "regions"] as const).map((step, index) => (
            <Flex as="li" key={step} gap="3">
              <Flex
                boxSize="7"
                flexShrink={0}
                align="center"
                justify="center"
                rounded="full"
                fontWeight="semibold"
                bg={index === 0 ? "mark.solid" : "bg.emphasized"}
                color={index === 0 ? "mark.contrast" : "fg.muted"}
                aria-hidden
              >
                {index + 1}
              </Flex>
              <Box>
                <Text fontWeight="medium">{t(`${step}.title`)}</Text>
                <Text color="fg.muted" maxW="xl" lineHeight="short">
                  {t(`${step}.text`)}
                </Text>
                {index === 0 && (
                  <Button size="sm" mt="2" onClick={onAdd}>
                    <FolderIcon /> {t("add")}
                  </Button>
                )}
              </Box>
            </Flex>
          ))}
        </Stack>
      </Stack>
    </Panel>
  );
}
