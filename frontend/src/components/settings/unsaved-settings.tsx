"use client";

import { useTranslations } from "use-intl";

import type { Setting } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSettingTexts } from "@/lib/settings/use-setting-texts";
import type { useSettingsDraft } from "@/lib/settings/use-settings-draft";

import { LeaveGuard } from "../leave-guard";

type Props = { settings: readonly Setting[]; draft: ReturnType<typeof useSettingsDraft> };

/** Nobody leaves changed settings by accident. */
export function UnsavedSettings({ settings, draft }: Props) {
  const t = useTranslations("settings");
  const text = useErrorText();
  const texts = useSettingTexts();
  const { refusal } = draft;
  const refused = settings.find((one) => one.key === refusal?.key);
  const problem = refusal && `${texts.label(refusal.key)}: ${refused ? texts.refused(refusal, refused) : t("problems.refused")}`;
  return (
    <LeaveGuard
      dirty={draft.touched.length > 0}
      text={t("leaveText")}
      saving={draft.saving}
      problem={draft.error ? text(draft.error) : problem}
      onSave={(then) => draft.save(then)}
      onDiscard={draft.discard}
    />
  );
}
