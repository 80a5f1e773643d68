"use client";

import { Badge, Box, Button, Field, Fieldset, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { Setting } from "@/lib/api/types";
import type { Refusal } from "@/lib/settings/draft";
import { typedValue } from "@/lib/settings/draft";
import { defaultOf, isAtDefault } from "@/lib/settings/settings";
import { useSettingTexts } from "@/lib/settings/use-setting-texts";

import { SettingInput } from "./setting-input";

type Typed = string | boolean | string[];

type Props = {
  setting: Setting;
  typed: Typed;
  refusal: Refusal | null;
  onChange: (typed: Typed) => void;
};

/** One setting: what it is, its control, what is wrong with the value, its default and limits, and the way back to it. */
export function SettingField({ setting, typed, refusal, onChange }: Props) {
  const t = useTranslations("settings");
  const texts = useSettingTexts();
  const label = texts.label(setting.key);
  const refused = refusal?.key === setting.key ? refusal : null;
  const byDefault = typedValue(setting, defaultOf(setting));
  const resettable = !setting.fixed && JSON.stringify(typed) !== JSON.stringify(byDefault);
  // That a text is empty at first says nothing.
  const hasDefault = setting.type !== "text" || setting.default !== "";
  const facts = [hasDefault && t("default", { value: texts.shown(defaultOf(setting), setting) }), texts.limits(setting)];
  // Several boxes to tick are a group with a legend; one control has a label.
  const isGroup = setting.type === "texts" && setting.choices.length > 0;
  const Root = isGroup ? Fieldset.Root : Field.Root;
  const ErrorText = isGroup ? Fieldset.ErrorText : Field.ErrorText;
  return (
    <Root invalid={refused !== null} data-setting={setting.key} gap={isGroup ? "1.5" : undefined} spaceY={isGroup ? "0" : undefined}>
      <Flex align="center" gap="2" w="full" minH="6">
        {isGroup ? (
          <Text as="span" fontWeight="medium">
            {label}
          </Text>
        ) : (
          <Field.Label m="0">{label}</Field.Label>
        )}
        {!isAtDefault(setting) && (
          <Badge size="sm" variant="subtle" colorPalette="mark">
            {t("changed")}
          </Badge>
        )}
      </Flex>
      <Text color="fg.muted" fontSize="sm" lineHeight="short" mb="1">
        {texts.help(setting.key)}
      </Text>
      <SettingInput setting={setting} label={label} typed={typed} onChange={onChange} />
      {refused && <ErrorText>{texts.refused(refused, setting)}</ErrorText>}
      <Flex align="center" gap="2" wrap="wrap" minH="6" fontSize="xs" color="fg.muted">
        <Box overflowWrap="anywhere">{facts.filter(Boolean).join(" · ")}</Box>
        {resettable && (
          <Button
            type="button"
            size="2xs"
            variant="ghost"
            aria-label={t("resetOf", { name: label })}
            onClick={() => onChange(byDefault)}
          >
            {t("reset")}
          </Button>
        )}
      </Flex>
      {setting.fixed ? (
        <Text fontSize="xs" color="mark.fg">{t("fixed")}</Text>
      ) : (
        setting.restart && <Text fontSize="xs" color="fg.muted">{t("needsRestart")}</Text>
      )}
    </Root>
  );
}
