"use client";

import { Box, Button, chakra, Flex, Stack, Text } from "@chakra-ui/react";
import type { FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { SettingField } from "@/components/settings/setting-field";
import { ZoneNames } from "@/components/settings/setting-input";
import { UnsavedSettings } from "@/components/settings/unsaved-settings";
import type { Setting } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useChangeSettings, type SettingChanges } from "@/lib/settings/settings";
import { useSettingTexts } from "@/lib/settings/use-setting-texts";
import { useSettingsDraft } from "@/lib/settings/use-settings-draft";

/** The settings of one section. What was changed is saved together, all or none, and can be undone afterwards. */
export function GroupForm({ settings }: { settings: readonly Setting[] }) {
  const t = useTranslations("settings");
  const text = useErrorText();
  const texts = useSettingTexts();
  const draft = useSettingsDraft(settings);
  const back = useChangeSettings();
  // A value can be refused because of a setting in another section.
  const elsewhere = draft.refusal !== null && !settings.some((one) => one.key === draft.refusal?.key);

  function undo(before: SettingChanges) {
    // Another section may be open by then.
    void back.mutateAsync(before).then(
      () => toaster.success({ title: t("undone") }),
      (error: unknown) => toaster.error({ title: t("saveFailed"), description: text(error) }),
    );
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    draft.save(({ changed, before }) => {
      const count = Object.keys(changed).length;
      if (count === 0) return;
      toaster.success({
        title: t("saved"),
        description: t("savedWhat", { count }),
        duration: 10_000,
        action: { label: t("undo"), onClick: () => undo(before) },
      });
    });
  }

  return (
    <chakra.form onSubmit={submit} noValidate>
      <ZoneNames />
      <UnsavedSettings settings={settings} draft={draft} />
      <Stack gap="5" px="4" py="4">
        {settings.map((setting) => (
          <SettingField
            key={setting.key}
            setting={setting}
            typed={draft.typed(setting)}
            refusal={draft.refusal}
            onChange={(typed) => draft.set(setting.key, typed)}
          />
        ))}
      </Stack>
      <Flex
        gap="2"
        align="center"
        wrap="wrap"
        px="4"
        py="3"
        borderTopWidth="1px"
        position="sticky"
        bottom={{ base: "14", md: "0" }}
        bg="bg.panel"
        roundedBottom="lg"
        zIndex="docked"
      >
        {/* At the left: messages come up at the right and must not lie over the buttons. */}
        <Button type="submit" size="sm" loading={draft.saving} disabled={draft.touched.length === 0}>
          {t("save")}
        </Button>
        <Button type="button" size="sm" variant="ghost" colorPalette="gray" disabled={draft.touched.length === 0} onClick={draft.discard}>
          {t("discard")}
        </Button>
        <Box flex="1" minW={draft.touched.length > 0 || draft.error || elsewhere ? "min(100%, 12rem)" : "0"}>
          {draft.error || elsewhere ? (
            <Notice>{draft.error ? text(draft.error) : `${texts.label(draft.refusal?.key ?? "")}: ${t("problems.refused")}`}</Notice>
          ) : (
            draft.touched.length > 0 && <Text color="fg.muted">{t("unsaved", { count: draft.touched.length })}</Text>
          )}
        </Box>
      </Flex>
    </chakra.form>
  );
}
