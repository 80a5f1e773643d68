"use client";

import { Box, Button, Checkbox, Flex, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import type { ImportChange, ImportResult, SettingsDocument } from "@/lib/api/types";
import { useSettings } from "@/lib/settings/settings";
import { useSettingTexts } from "@/lib/settings/use-setting-texts";

import { asText, changeId, onlyChosen } from "./document";

type Props = {
  result: ImportResult;
  document: SettingsDocument;
  applying: boolean;
  onApply: (document: SettingsDocument) => void;
  onCancel: () => void;
};

/** What a file would change, each to be ticked; cameras as a whole. */
export function ImportReview({ result, document, applying, onApply, onCancel }: Props) {
  const t = useTranslations("settings.transfer");
  const free = result.changes.filter((change) => !change.fixed);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(free.map(changeId)));
  const ids = [...new Set(result.changes.map(changeId))];
  if (ids.length === 0) return <Notice tone="info">{t("nothing")}</Notice>;

  function toggle(id: string, wanted: boolean) {
    const next = new Set(chosen);
    if (wanted) next.add(id);
    else next.delete(id);
    setChosen(next);
  }

  return (
    <Stack gap="3" as="section" aria-label={t("review")}>
      <Flex gap="2" align="baseline" wrap="wrap">
        <Text fontWeight="semibold">{t("review")}</Text>
        <Text color="fg.muted" fontSize="xs">{t("same", { count: result.same })}</Text>
      </Flex>
      <Box borderWidth="1px" rounded="md" maxH="28rem" overflowY="auto">
        {ids.map((id) => (
          <Changes
            key={id}
            changes={result.changes.filter((change) => changeId(change) === id)}
            chosen={chosen.has(id)}
            onToggle={(wanted) => toggle(id, wanted)}
          />
        ))}
      </Box>
      <Flex gap="2" justify="flex-end">
        <Button size="sm" variant="ghost" colorPalette="gray" onClick={onCancel}>
          {t("cancel")}
        </Button>
        <Button size="sm" disabled={chosen.size === 0} loading={applying} onClick={() => onApply(onlyChosen(document, chosen))}>
          {t("apply", { count: chosen.size })}
        </Button>
      </Flex>
    </Stack>
  );
}

type ChangesProps = { changes: readonly ImportChange[]; chosen: boolean; onToggle: (wanted: boolean) => void };

function Changes({ changes, chosen, onToggle }: ChangesProps) {
  const t = useTranslations("settings.transfer");
  const texts = useSettingTexts();
  const first = changes[0];
  if (!first) return null;
  const name =
    first.kind === "setting"
      ? texts.label(first.key ?? "")
      : first.kind === "camera"
        ? t("camera", { name: first.camera ?? "" })
        : t("newCamera", { name: first.camera ?? "" });
  return (
    <Flex gap="3" px="3" py="2.5" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
      <Checkbox.Root
        size="sm"
        checked={chosen}
        disabled={first.fixed}
        onCheckedChange={(change) => onToggle(change.checked === true)}
        alignSelf="flex-start"
        mt="0.5"
      >
        <Checkbox.HiddenInput aria-label={t("include", { name })} />
        <Checkbox.Control />
      </Checkbox.Root>
      <Box minW="0" flex="1">
        <Text fontWeight="medium">{name}</Text>
        {changes.map((change) => change.kind !== "new_camera" && <Difference key={change.key} change={change} />)}
        {first.fixed && <Text fontSize="xs" color="mark.fg">{t("fixed")}</Text>}
      </Box>
    </Flex>
  );
}

function Difference({ change }: { change: ImportChange }) {
  const t = useTranslations("settings.transfer");
  const fields = useTranslations("settings.transfer.fields");
  const texts = useSettingTexts();
  const settings = useSettings().data?.items;
  const setting = change.kind === "setting" ? settings?.find((one) => one.key === change.key) : undefined;
  const shown = (value: unknown) => (setting ? texts.shown(value as string, setting) : asText(value));
  const key = change.key as "timezone";
  return (
    <Text fontSize="sm" color="fg.muted" overflowWrap="anywhere" lineHeight="short">
      {change.kind === "camera" && `${fields.has(key) ? fields(key) : t("regions")}: `}
      <Text as="span" srOnly>{t("before")} </Text>
      <Text as="s">{shown(change.before)}</Text> →{" "}
      <Text as="span" srOnly>{t("after")} </Text>
      <Text as="span" color="fg" fontWeight="medium">{shown(change.after)}</Text>
    </Text>
  );
}
