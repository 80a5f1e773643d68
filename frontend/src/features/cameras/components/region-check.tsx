"use client";

import { Button, Flex, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { CheckIcon, WarningIcon } from "@/components/icons";
import type { RegionPreview, RegionsIn } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { usePreviewRegions } from "../api/preview-regions";

type Props = { moment: { recordingId: number; atMs: number }; regions: RegionsIn };

/** Asks the detectors what they see in the drawn regions around the shown moment. */
export function RegionCheck({ moment, regions }: Props) {
  const t = useTranslations("cameras.check");
  const text = useErrorText();
  const preview = usePreviewRegions();
  return (
    <Stack gap="2" bg="bg.subtle" rounded="md" px="3" py="2">
      <Flex align="center" gap="3" wrap="wrap">
        <Text color="fg.muted" flex="1" minW="12rem" fontSize="xs" lineHeight="short">
          {t("text")}
        </Text>
        <Button
          size="xs"
          variant="outline"
          loading={preview.isPending}
          onClick={() => preview.mutate({ recording_id: moment.recordingId, at_ms: moment.atMs, regions })}
        >
          {t("run")}
        </Button>
      </Flex>
      {preview.error && <Notice>{text(preview.error)}</Notice>}
      {preview.data && <Verdict preview={preview.data} />}
    </Stack>
  );
}

function Verdict({ preview }: { preview: RegionPreview }) {
  const t = useTranslations("cameras.check");
  const { trigger, label, hands } = preview;
  const codes = label.codes.map((code) => code.text).join(", ");
  return (
    <Stack gap="1" role="status">
      {trigger.set && (
        <Line good={trigger.read > 0}>{t("trigger", { read: trigger.read, looks: trigger.looks })}</Line>
      )}
      <Line good={label.codes.length > 0}>
        {label.codes.length > 0 ? t("codes", { codes }) : t("noCodes")}
        {label.px_per_module !== null && ` · ${t("sharpness", { px: label.px_per_module })}`}
      </Line>
      <Line good={hands.present}>{t("hands", { found: hands.found, looks: hands.looks })}</Line>
      {preview.advice.map((line) => (
        <Text key={line} fontSize="xs" color="fg.muted">
          {t.has(`advice.${line as "no_label_seen"}`) ? t(`advice.${line as "no_label_seen"}`) : line}
        </Text>
      ))}
    </Stack>
  );
}

function Line({ good, children }: { good: boolean; children: React.ReactNode }) {
  return (
    <Flex gap="2" align="flex-start" fontSize="xs" overflowWrap="anywhere">
      {good ? <CheckIcon color="green.fg" mt="0.5" /> : <WarningIcon color="mark.fg" mt="0.5" />}
      <span>{children}</span>
    </Flex>
  );
}
