"use client";

import { Box, Flex } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { useSiteLanguage } from "@/lib/settings/use-site-language";

import { OfflineBanner } from "./offline-banner";
import { PlanBanner } from "./plan-banner";
import { PageGuard } from "./page-guard";
import { BottomBar, SideRail, TopBar } from "./navigation";
import { Scans } from "./scans";

const RAIL_WIDTH = "5rem";

/** The frame around every page: a rail on the left, or on phones a bar above and one below. */
export function AppShell({ children }: { children: ReactNode }) {
  const t = useTranslations("shell");
  useSiteLanguage();
  return (
    <Flex minH="100dvh">
      <Box
        as="a"
        {...{ href: "#content" }}
        position="absolute"
        top="-20"
        left="2"
        zIndex="skipNav"
        bg="brand.solid"
        color="brand.contrast"
        px="4"
        py="2"
        rounded="md"
        _focusVisible={{ top: "2" }}
      >
        {t("skip")}
      </Box>
      <SideRail width={RAIL_WIDTH} />
      <Flex direction="column" flex="1" minW="0" pb={{ base: "16", md: "0" }}>
        <TopBar />
        <OfflineBanner />
        <PlanBanner />
        <Box as="main" id="content" tabIndex={-1} flex="1" outline="none">
          <PageGuard>{children}</PageGuard>
        </Box>
      </Flex>
      <BottomBar />
      <Scans />
    </Flex>
  );
}
