"use client";

import { Badge, Box, Button, Flex, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { NetworkIcon, RetryIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import type { FoundDevice } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useDiscovery } from "../../api/discover";

type Props = { address: string; onChoose: (device: FoundDevice) => void };

/** Devices that answer on this network, to be chosen instead of typing an address. */
export function Discovery({ address, onChoose }: Props) {
  const t = useTranslations("wizard.discover");
  const text = useErrorText();
  const search = useDiscovery();
  const { devices } = search;
  return (
    <Stack gap="2" borderWidth="1px" rounded="lg" p="3">
      <Flex gap="3" align="center" wrap="wrap">
        <Box flex="1" minW="14rem">
          <Text fontWeight="medium">{t("title")}</Text>
          <Text color="fg.muted" fontSize="sm" lineHeight="short">
            {t("text")}
          </Text>
        </Box>
        <Button type="button" size="sm" variant="outline" loading={search.phase === "running"} loadingText={t("running", { found: devices.length })} onClick={search.run}>
          {search.phase === "idle" ? <NetworkIcon /> : <RetryIcon />} {search.phase === "idle" ? t("run") : t("again")}
        </Button>
      </Flex>
      {search.phase === "running" && <ProgressBar value={search.progress} label={t("progress")} />}
      <Box aria-live="polite">
        {search.error !== null && <Notice>{text(search.error)}</Notice>}
        {search.phase === "done" && devices.length === 0 && <Notice tone="info">{t("none")}</Notice>}
      </Box>
      {devices.length > 0 && (
        <Box as="ul" aria-label={t("list")} listStyleType="none" maxH="56" overflowY="auto">
          {devices.map((device) => {
            const used = device.address === address;
            return (
              <Flex as="li" key={device.address} gap="3" align="center" py="1.5" borderTopWidth="1px">
                <Box flex="1" minW="0">
                  <Text truncate fontWeight="medium">
                    {device.name || device.address}
                  </Text>
                  <Text fontSize="xs" color="fg.muted" truncate>
                    {[device.address, device.manufacturer, device.model].filter(Boolean).join(" · ")}
                  </Text>
                </Box>
                {(device.source_ids?.length ?? 0) > 0 && <Badge>{t("known")}</Badge>}
                <Button type="button" size="xs" variant={used ? "solid" : "outline"} aria-pressed={used} aria-label={`${used ? t("used") : t("choose")}: ${device.name || device.address}`} onClick={() => onChoose(device)}>
                  {used ? t("used") : t("choose")}
                </Button>
              </Flex>
            );
          })}
        </Box>
      )}
    </Stack>
  );
}
