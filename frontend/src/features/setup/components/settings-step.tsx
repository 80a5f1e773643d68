"use client";

import { Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { SettingField } from "@/components/settings/setting-field";
import { ZoneNames } from "@/components/settings/setting-input";
import { UnsavedSettings } from "@/components/settings/unsaved-settings";
import type { Setting } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSettingsDraft } from "@/lib/settings/use-settings-draft";
import { useTimes } from "@/lib/time/use-times";
import { knownZone, zoneLabel } from "@/lib/time/zone";
import { useNow } from "@/lib/time/use-now";

import { SpacePanel } from "./space-panel";
import { StepFrame } from "./step-frame";
import { settingsOf } from "./steps";

type Props = { step: "brand" | "place" | "timing"; settings: readonly Setting[]; onNext: () => void };

/** A step that asks for settings; they are stored before the next one begins. */
export function SettingsStep({ step, settings, onNext }: Props) {
  const text = useErrorText();
  const keys: readonly string[] = settingsOf[step];
  const own = keys.flatMap((key) => settings.find((one) => one.key === key) ?? []);
  const draft = useSettingsDraft(own);
  const retention = own.find((one) => one.key === "retention_clips_days");
  return (
    <StepFrame step={step} save={(done) => draft.save(done)} saving={draft.saving} onNext={onNext}>
      <ZoneNames />
      <UnsavedSettings settings={own} draft={draft} />
      <Stack gap="5">
        {own.map((setting) => (
          <Stack key={setting.key} gap="1">
            <SettingField
              setting={setting}
              typed={draft.typed(setting)}
              refusal={draft.refusal}
              onChange={(typed) => draft.set(setting.key, typed)}
            />
            {setting.key === "timezone" && <ClockThere zone={String(draft.typed(setting)).trim()} />}
          </Stack>
        ))}
      </Stack>
      {draft.error && <Notice>{text(draft.error)}</Notice>}
      {step === "timing" && <SpacePanel retention={retention ? String(draft.typed(retention)) : ""} />}
    </StepFrame>
  );
}

/** The wall clock of the zone: the quickest way to see whether it is the right one. */
function ClockThere({ zone }: { zone: string }) {
  const t = useTranslations("setup.place");
  const times = useTimes();
  const now = useNow(1_000);
  const known = zone !== "" && knownZone(zone) === zone;
  return (
    <Text fontSize="sm" color="fg.muted" fontVariantNumeric="tabular-nums" minH="6">
      {known ? t("clock", { time: `${times.clock(now, zone)} ${zoneLabel(now, zone)}` }) : ""}
    </Text>
  );
}
