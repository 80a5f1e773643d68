"use client";

import { Badge, Box, Button, Flex, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";

import { fieldsFor, type Entry } from "../../hooks/draft";
import { untested } from "../../hooks/kinds";
import { ConnectionFields } from "./connection-fields";
import { Discovery } from "./discovery";
import { spelt } from "./offers";
import { WizardStep } from "./step-frame";
import { StreamFields } from "./stream-fields";

type Props = {
  entry: Entry;
  kept: readonly string[];
  refused: { field: string; text: string } | null;
  onEntry: (change: Partial<Entry>) => void;
  onBack?: () => void;
  onCancel?: () => void;
  onNext: () => void;
};

/** How a device is reached: found on the net or typed in. */
export function ConnectStep({ entry, kept, refused, onEntry, onBack, onCancel, onNext }: Props) {
  const t = useTranslations("wizard");
  const s = useTranslations("sources");
  const fields = fieldsFor(entry);
  const known = new Set([...fields.map((field) => field.name), ...(entry.kind === "rtsp" ? ["cameras", "main", "sub", "name", "address"] : [])]);
  const set = (name: string, value: string) => onEntry({ values: { ...entry.values, [name]: value } });
  const missing = fields.some((field) => field.required && (entry.values[field.name] ?? "").trim() === "") || (entry.kind === "rtsp" && entry.streams.some((one) => one.main.trim() === ""));
  return (
    <WizardStep title={t("connectTitle")} text={s(`kindText.${entry.kind}`)} onBack={onBack} onCancel={onCancel} onNext={onNext} nextDisabled={missing}>
      {untested.has(entry.kind) && (
        <Flex gap="2" align="flex-start" wrap="wrap">
          <Badge colorPalette="mark">{s("untested")}</Badge>
          <Text flex="1" minW="14rem" color="fg.muted" fontSize="sm">
            {s("untestedText")}
          </Text>
        </Flex>
      )}
      {entry.kind === "onvif" && <Discovery address={entry.values.address ?? ""} onChoose={(device) => onEntry({ values: { ...entry.values, address: device.address }, name: entry.name || device.name })} />}
      {entry.kind === "rtsp" && <StreamFields streams={entry.streams} refused={refused} onChange={(streams) => onEntry({ streams })} />}
      <Stack gap="4" maxW={entry.kind === "rtsp" ? undefined : "28rem"}>
        <ConnectionFields entry={entry} fields={fields} kept={kept} refused={refused} onChange={set} />
      </Stack>
      {entry.values.fingerprint && (
        <Box fontSize="sm">
          <Text color="fg.muted">{t("certificate.accepted")}</Text>
          <Text fontFamily="mono" overflowWrap="anywhere">
            {spelt(entry.values.fingerprint)}
          </Text>
          <Button type="button" size="2xs" variant="outline" mt="1" onClick={() => set("fingerprint", "")}>
            {t("certificate.forget")}
          </Button>
        </Box>
      )}
      {refused && !known.has(refused.field.split(/[.[]/)[0] ?? "") && <Notice>{refused.text}</Notice>}
    </WizardStep>
  );
}
