"use client";

import { Box, Skeleton, Stack } from "@chakra-ui/react";

/** In the place of a page whose script or first answer is on its way: a heading, a line, a panel. */
export function PageSkeleton() {
  return (
    <Box px={{ base: "3", md: "6" }} py={{ base: "3", md: "5" }} maxW="150rem" mx="auto" aria-hidden>
      <Stack gap="2" mb="4" minH="9">
        <Skeleton h="6" w="40" />
        <Skeleton h="4" w="min(100%, 24rem)" />
      </Stack>
      <Skeleton h="min(60vh, 32rem)" rounded="lg" />
    </Box>
  );
}
