"use client";

import { Box, chakra, Flex } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { CheckIcon } from "@/components/icons";
import { useCurrentInSight } from "@/components/use-current-in-sight";
import { setupPath } from "@/config/paths";
import type { Setup } from "@/lib/api/types";

import { places, type Place } from "./steps";

const Link = chakra(PageLink);

/** The steps with what was done of them. Each can be gone to at any time. */
export function StepList({ setup, place }: { setup: Setup; place: Place }) {
  const t = useTranslations("setup");
  const strip = useCurrentInSight(place);
  return (
    <Flex as="nav" aria-label={t("steps")} w={{ base: "full", lg: "60" }} minW="0" flexShrink={0} position={{ lg: "sticky" }} top="4">
      <Flex ref={strip} as="ol" direction={{ base: "row", lg: "column" }} gap="1" w="full" minW="0" overflowX="auto" listStyleType="none">
        {places.map((one, index) => {
          const status = one === "result" ? (setup.finished_ms ? "done" : "open") : setup.steps[one];
          const here = one === place;
          return (
            <Box as="li" key={one} flexShrink={0} position="relative">
              <Link
                href={setupPath(one)}
                aria-current={here ? "step" : undefined}
                display="flex"
                alignItems="center"
                gap="2.5"
                px="2.5"
                py="2"
                rounded="md"
                textDecoration="none"
                fontWeight={here ? "semibold" : "normal"}
                color={here ? "brand.fg" : "fg.muted"}
                bg={here ? "brand.subtle" : undefined}
                _hover={{ bg: here ? "brand.subtle" : "bg.muted" }}
              >
                <Flex
                  boxSize="6"
                  flexShrink={0}
                  align="center"
                  justify="center"
                  rounded="full"
                  fontSize="xs"
                  fontWeight="semibold"
                  bg={status === "done" ? "brand.solid" : here ? "mark.solid" : "bg.emphasized"}
                  color={status === "done" ? "brand.contrast" : here ? "mark.contrast" : "fg.muted"}
                  aria-hidden
                >
                  {status === "done" ? <CheckIcon /> : index + 1}
                </Flex>
                <Box>
                  {t(`${one}.name`)}
                  <Box as="span" srOnly>
                    {t(`status.${status === "done" ? "done" : status === "skipped" ? "skipped" : "open"}`)}
                  </Box>
                </Box>
              </Link>
            </Box>
          );
        })}
      </Flex>
    </Flex>
  );
}
