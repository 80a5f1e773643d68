"use client";

import { Badge, Box, Field, Flex, Input, Stack, Switch, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { CameraIcon } from "@/components/icons";
import type { Camera } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import type { Entry } from "../../hooks/draft";
import { KindIcon } from "../kind-icon";
import { WizardStep } from "./step-frame";

type Props = {
  entry: Entry;
  cameras: readonly Camera[];
  edited: boolean;
  busy: boolean;
  error: unknown;
  onName: (name: string) => void;
  onEnabled: (enabled: boolean) => void;
  onBack: () => void;
  onCancel?: () => void;
  onNext: () => void;
};

/** What will be stored, once more, with the name of the source. */
export function SummaryStep({ entry, cameras, edited, busy, error, onName, onEnabled, onBack, onCancel, onNext }: Props) {
  const t = useTranslations("wizard");
  const kind = useTranslations("sources.kind");
  const text = useErrorText();
  const chosen = Object.entries(entry.choice).filter(([, one]) => one.wanted);
  return (
    <WizardStep title={t("summary.title")} onBack={onBack} onCancel={onCancel} onNext={onNext} next={t(edited ? "save" : "add")} nextDisabled={entry.name.trim() === ""} busy={busy}>
      <Field.Root required>
        <Field.Label>{t("name")}</Field.Label>
        <Input value={entry.name} maxLength={100} onChange={(event) => onName(event.target.value)} />
        <Field.HelperText>{t("nameHelp")}</Field.HelperText>
      </Field.Root>
      <Stack gap="0" borderWidth="1px" rounded="lg">
        <Flex gap="3" align="center" px="4" py="2.5" borderBottomWidth="1px" minW="0">
          <KindIcon kind={entry.kind} fontSize="xl" color="fg.muted" />
          <Text fontWeight="medium">{kind(entry.kind)}</Text>
          <Text color="fg.muted" truncate>
            {entry.values.address ?? entry.values.account ?? ""}
          </Text>
        </Flex>
        <Text px="4" pt="2.5" color="fg.muted" fontSize="sm">
          {t("summary.cameras", { count: chosen.length })}
        </Text>
        <Box as="ul" listStyleType="none" px="4" pb="2.5" maxH="52" overflowY="auto" tabIndex={0} aria-label={t("summary.cameras", { count: chosen.length })}>
          {chosen.map(([key, one]) => (
            <Flex as="li" key={key} gap="2" align="center" py="0.5">
              <CameraIcon color="fg.subtle" />
              <Text truncate>{cameras.find((camera) => camera.id === one.cameraId)?.name ?? one.name}</Text>
              <Badge size="sm" colorPalette={one.cameraId === null ? "brand" : "gray"}>
                {t(one.cameraId === null ? "summary.newCamera" : "summary.oldCamera")}
              </Badge>
            </Flex>
          ))}
        </Box>
      </Stack>
      {!edited && (
        <Field.Root>
          <Switch.Root checked={entry.enabled} onCheckedChange={(change) => onEnabled(change.checked)}>
            <Switch.HiddenInput />
            <Switch.Control />
            <Switch.Label>{t("summary.enabled")}</Switch.Label>
          </Switch.Root>
          <Field.HelperText>{t("summary.enabledHelp")}</Field.HelperText>
        </Field.Root>
      )}
      {error !== null && error !== undefined && <Notice>{text(error)}</Notice>}
    </WizardStep>
  );
}
