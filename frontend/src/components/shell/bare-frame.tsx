"use client";

import { Box, Flex, Text } from "@chakra-ui/react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

import { paths } from "@/config/paths";

import { BrandMark } from "../brand-mark";
import { LanguageButton, ThemeButton } from "./preferences";

/** Around pages that need no sign-in: the mark, language and theme, one sheet in the middle. */
export function BareFrame({ children }: { children: ReactNode }) {
  // A video needs more room than a form.
  const isWide = `${usePathname()}/`.startsWith(paths.shared);
  return (
    <Flex direction="column" minH="100dvh">
      <Flex as="header" align="center" gap="2" h="14" px={{ base: "3", md: "5" }}>
        <BrandMark boxSize="8" />
        <Text fontWeight="bold" letterSpacing="tight" fontSize="lg" flex="1">
          ePACK
        </Text>
        <LanguageButton />
        <ThemeButton />
      </Flex>
      <Flex as="main" id="content" flex="1" justify="center" align={{ base: "flex-start", md: "center" }} px="3" py="4" pb={{ md: "24" }}>
        <Box bg="bg.panel" borderWidth="1px" rounded="lg" w="full" maxW={isWide ? "64rem" : "26rem"} px={{ base: "5", sm: "7" }} py="7">
          {children}
        </Box>
      </Flex>
    </Flex>
  );
}
