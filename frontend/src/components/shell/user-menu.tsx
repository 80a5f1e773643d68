"use client";

import { Avatar, Box, Button, Flex, IconButton, Popover, Portal, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSession, useSignOut } from "@/lib/session/session";

import { toaster } from "../feedback/toaster";
import { UserLinks } from "./user-links";

/** Who is signed in, and the way out. */
export function UserMenu({ side }: { side: "right-end" | "bottom-end" }) {
  const t = useTranslations("session");
  const text = useErrorText();
  const session = useSession().data;
  const signOut = useSignOut();
  if (!session?.user) return null;
  const { name, display_name, role, cameras, photo_url } = session.user;
  const shown = display_name || name;

  function leave() {
    signOut.mutate(undefined, { onError: (error) => toaster.error({ title: t("signOutFailed"), description: text(error) }) });
  }

  return (
    <Popover.Root positioning={{ placement: side }} lazyMount unmountOnExit>
      <Popover.Trigger asChild>
        <IconButton size="sm" variant="ghost" colorPalette="gray" rounded="full" aria-label={t("account", { name: shown })} title={shown}>
          <Avatar.Root size="2xs" colorPalette="brand">
            <Avatar.Fallback name={shown} />
            {photo_url && <Avatar.Image src={photo_url} referrerPolicy="no-referrer" />}
          </Avatar.Root>
        </IconButton>
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
