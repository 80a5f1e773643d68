"use client";

import { Box, Dialog, Flex, Portal } from "@chakra-ui/react";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { useTranslations } from "use-intl";

import { BrandMark } from "@/components/brand-mark";
import { Notice } from "@/components/feedback/notice";

import { SignInSteps } from "./sign-in-view";

/** Covers the page, and every dialog on it, whose session has ended. Behind it everything stays as it was. */
export function SignInAgain() {
  const t = useTranslations("session");
  const pathname = usePathname();
  const query = useSearchParams().toString();
  // Nobody sees it, nobody should hear it.
  useEffect(() => document.querySelectorAll("video").forEach((video) => video.pause()), []);
  return (
    <Dialog.Root open size="full" placement="top" closeOnEscape={false} closeOnInteractOutside={false} motionPreset="none">
      <Portal>
        <Dialog.Positioner>
          <Dialog.Content aria-label={t("signIn")} data-covers bg="bg" rounded="none" minH="100dvh">
            <Flex flex="1" justify="center" align={{ base: "flex-start", md: "center" }} px="3" py="4">
              <Box bg="bg.panel" borderWidth="1px" rounded="lg" w="full" maxW="26rem" px={{ base: "5", sm: "7" }} py="7">
                <BrandMark boxSize="8" mb="4" />
                <Box mb="5">
                  <Notice tone="info">{t("ended")}</Notice>
                </Box>
                <SignInSteps next={`${pathname}${query ? `?${query}` : ""}`} refused={null} />
              </Box>
            </Flex>
          </Dialog.Content>
        </Dialog.Positioner>
      </Portal>
    </Dialog.Root>
  );
}
