"use client";

import { Button, Flex, Spinner, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { RetryIcon } from "@/components/icons";
import { useRestart } from "@/lib/settings/restart";

type Props = { settings: number; restore: boolean };

/** Says what waits for a restart, and makes it. Nothing waits: nothing is shown. */
export function RestartBanner({ settings, restore }: Props) {
  const t = useTranslations("settings.restart");
  const restart = useRestart();
  if (settings === 0 && !restore && !restart.isPending) return null;

  function now() {
    restart.mutate(undefined, {
      onSuccess: (isHere) => void (isHere && toaster.success({ title: t("done") })),
      onError: () => toaster.error({ title: t("slow") }),
    });
  }

  return (
    <Flex role="status" gap="3" align="center" wrap="wrap" bg="mark.subtle" color="mark.fg" rounded="lg" px="4" py="3" mb="4">
      <Flex direction="column" flex="1" minW="min(100%, 16rem)" gap="0.5">
        <Text fontWeight="semibold">{restart.isPending ? t("working") : t("title")}</Text>
        {!restart.isPending && (
          <Text lineHeight="short">
            {[restore && t("restore"), settings > 0 && t("text", { count: settings }), t("confirm")].filter(Boolean).join(" ")}
          </Text>
        )}
      </Flex>
      {restart.isPending ? (
        <Spinner />
      ) : (
        <Button size="sm" onClick={now}>
          <RetryIcon /> {t("now")}
        </Button>
      )}
    </Flex>
  );
}
