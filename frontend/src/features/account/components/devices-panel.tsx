"use client";

import { Badge, Box, Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { toaster } from "@/components/feedback/toaster";
import { Panel } from "@/components/panel";
import type { Device } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";

import { useDevices, useEndDevice, useEndOtherDevices } from "../api/account";
import { deviceName } from "./device-name";

/** Where one is signed in, and the way to end it there. */
export function DevicesPanel() {
  const t = useTranslations("account.devices");
  const text = useErrorText();
  const devices = useDevices();
  const endOthers = useEndOtherDevices();
  const items = devices.data?.items ?? [];

  function leaveOthers() {
    endOthers.mutate(undefined, {
      onSuccess: ({ ended }) => toaster.success({ title: t("ended", { count: ended }) }),
      onError: (error) => toaster.error({ title: t("failed"), description: text(error) }),
    });
  }

  return (
    <Panel
      title={t("title")}
      actions={
        items.length > 1 && (
          <Button size="xs" variant="outline" colorPalette="gray" loading={endOthers.isPending} onClick={leaveOthers}>
            {t("endOthers")}
          </Button>
        )
      }
    >
      {devices.data ? (
        <Stack as="ul" gap="0" aria-label={t("title")}>
          {items.map((device) => (
            <DeviceRow key={device.id} device={device} />
          ))}
        </Stack>
      ) : devices.error ? (
        <ErrorPanel error={devices.error} onRetry={() => void devices.refetch()} />
      ) : (
        <Skeleton m="4" h="20" />
      )}
    </Panel>
  );
}

function DeviceRow({ device }: { device: Device }) {
  const t = useTranslations("account.devices");
  const text = useErrorText();
  const times = useTimes();
  const zone = useSiteZone();
  const end = useEndDevice();
  const { browser, system } = deviceName(device.user_agent);
  const name = browser && system ? t("browserOn", { browser, system }) : browser || system || t("unknown");
  return (
    <Flex as="li" listStyleType="none" gap="3" align="center" wrap="wrap" px="4" py="3" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
      <Box flex="1" minW="min(100%, 14rem)">
        <Flex gap="2" align="center" wrap="wrap">
          <Text fontWeight="medium" title={device.user_agent}>
            {name}
          </Text>
          {device.current && <Badge colorPalette="green">{t("current")}</Badge>}
        </Flex>
        <Text color="fg.muted" fontSize="sm" fontVariantNumeric="tabular-nums" overflowWrap="anywhere">
          {t("seen", { when: times.dayAndTime(device.seen_ms, zone), address: device.address || "?" })}
        </Text>
        <Text color="fg.muted" fontSize="sm" fontVariantNumeric="tabular-nums">
          {t("since", { when: times.dayAndTime(device.created_ms, zone) })}
        </Text>
      </Box>
      {!device.current && (
        <Button
          size="xs"
          variant="outline"
          colorPalette="gray"
          loading={end.isPending}
          aria-label={t("endNamed", { name })}
          onClick={() => end.mutate(device.id, { onError: (error) => toaster.error({ title: t("failed"), description: text(error) }) })}
        >
          {t("end")}
        </Button>
      )}
    </Flex>
  );
}
