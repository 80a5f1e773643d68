"use client";

import { Box, Flex, IconButton, Text } from "@chakra-ui/react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";

import { CheckIcon, CloseIcon, InfoIcon, WarningIcon } from "../icons";
import { toasts, type Message, type Tone } from "./toasts";

export { toaster } from "./toasts";

const none: readonly Message[] = [];

/** Messages at the top, between a page's name and its buttons (on phones above the navigation), read out as they come. They wait while one is pointed at. */
export function Toaster() {
  const t = useTranslations("controls");
  const messages = useSyncExternalStore(toasts.subscribe, toasts.now, () => none);
  const [held, setHeld] = useState(false);
  return (
    <Flex
      role="region"
      aria-label={t("messages")}
      direction="column"
      gap="2"
      position="fixed"
      insetEnd={{ base: "3", md: "0" }}
      insetStart={{ base: "3", md: "0" }}
      top={{ md: "2" }}
      mx="auto"
      bottom={{ base: "calc(4.25rem + env(safe-area-inset-bottom))", md: "auto" }}
      w={{ md: "22rem" }}
      zIndex="toast"
      onPointerMove={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {messages.map((message) => (
        <Toast
          key={message.id}
          message={message}
          held={held}
          onDismiss={() => {
            // The focus goes with the message, without a word; the others would wait for ever.
            setHeld(false);
            toasts.dismiss(message.id);
          }}
        />
      ))}
    </Flex>
  );
}

const icons: Record<Tone, typeof CheckIcon> = { success: CheckIcon, error: WarningIcon, info: InfoIcon };

function Toast({ message, held, onDismiss }: { message: Message; held: boolean; onDismiss: () => void }) {
  const t = useTranslations("controls");
  const { id, tone, title, description, action, duration } = message;
  const away = usePageAway();
  const waits = held || away;
  useEffect(() => {
    if (waits) return;
    const timer = setTimeout(() => toasts.dismiss(id), duration);
    return () => clearTimeout(timer);
  }, [id, duration, waits]);
  const Icon = icons[tone];
  return (
    <Flex
      role={tone === "error" ? "alert" : "status"}
      data-toast={tone}
      align="flex-start"
      gap="2.5"
      bg="bg.panel"
      borderWidth="1px"
      rounded="lg"
      shadow="lg"
      py="2.5"
      ps="3.5"
      pe="1.5"
      animation="fade-in 0.15s"
    >
      <Icon fontSize="lg" mt="0.5" color={tone === "error" ? "fg.error" : "brand.fg"} />
      <Box flex="1" minW="0" overflowWrap="anywhere">
        <Text fontWeight="medium">{title}</Text>
        {description && <Text color="fg.muted">{description}</Text>}
        {action && (
          <Box
            as="button"
            mt="1"
            color="brand.fg"
            fontWeight="semibold"
            textDecoration="underline"
            cursor="pointer"
            onClick={() => {
              action.onClick();
              onDismiss();
            }}
          >
            {action.label}
          </Box>
        )}
      </Box>
      <IconButton size="2xs" variant="ghost" colorPalette="gray" aria-label={t("close")} onClick={onDismiss}>
        <CloseIcon />
      </IconButton>
    </Flex>
  );
}

/** Nobody sees this tab: what is said there must not run out meanwhile. */
function usePageAway(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener("visibilitychange", listener);
      return () => document.removeEventListener("visibilitychange", listener);
    },
    () => document.hidden,
    () => false,
  );
}
