"use client";

import { Box, Button, Flex, Popover, Portal, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { Session } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSignOut } from "@/lib/session/session";

import { toaster } from "../feedback/toaster";
import { UserButton } from "./user-button";
import { UserLinks } from "./user-links";

type Props = { side: "right-end" | "bottom-end"; user: NonNullable<Session["user"]> };

/** The menu of who is signed in; open as it appears. */
export function UserPopover({ side, user }: Props) {
  const t = useTranslations("session");
  const text = useErrorText();
  const signOut = useSignOut();
  const { name, display_name, role, cameras, photo_url } = user;
  const shown = display_name || name;

  function leave() {
    signOut.mutate(undefined, { onError: (error) => toaster.error({ title: t("signOutFailed"), description: text(error) }) });
  }

  return (
    <Popover.Root defaultOpen positioning={{ placement: side }} lazyMount unmountOnExit>
      <Popover.Trigger asChild>
        <UserButton name={shown} photo={photo_url} aria-label={t("account", { name: shown })} />
      </Popover.Trigger>
      <Portal>
        <Popover.Positioner>
          <Popover.Content w="16rem" maxW="calc(100vw - 1rem)">
            <Popover.Body p="4">
              <Flex direction="column" gap="3">
                <Box minW="0">
                  <Popover.Title fontWeight="semibold" overflowWrap="anywhere">
                    {shown}
                  </Popover.Title>
                  {display_name && display_name !== name && (
                    <Text color="fg.muted" fontSize="sm" overflowWrap="anywhere">
                      {name}
                    </Text>
                  )}
                  <Text color="fg.muted" fontSize="sm">
                    {t(`roles.${role}`)}
                    {cameras !== null && ` · ${t("someCameras", { count: cameras.length })}`}
                  </Text>
                </Box>
                <UserLinks />
                <Button size="sm" variant="outline" colorPalette="gray" loading={signOut.isPending} onClick={leave}>
                  {t("signOut")}
                </Button>
              </Flex>
            </Popover.Body>
          </Popover.Content>
        </Popover.Positioner>
      </Portal>
    </Popover.Root>
  );
}
