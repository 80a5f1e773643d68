"use client";

import { Box, Flex, Heading, Text } from "@chakra-ui/react";
import { useEffect, type ReactNode } from "react";

type Props = { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode };

/** The frame of a page: one level-one heading, a line of context, the page's own actions. */
export function Page({ title, lead, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · ePACK`;
  }, [title]);
  return (
    <Box px={{ base: "3", md: "6" }} py={{ base: "3", md: "5" }} maxW="150rem" mx="auto">
      <Flex align="center" gap="3" mb="4" wrap="wrap" minH="9">
        <Box flex="1" minW="min(100%, 16rem)">
          <Heading as="h1" size="xl" fontWeight="semibold" letterSpacing="tight">
            {title}
          </Heading>
          {lead && (
            <Text color="fg.muted" mt="0.5">
              {lead}
            </Text>
          )}
        </Box>
        {actions}
      </Flex>
      {children}
    </Box>
  );
}
