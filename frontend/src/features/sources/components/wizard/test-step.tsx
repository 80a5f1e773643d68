"use client";

import { Button, Flex, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { RetryIcon } from "@/components/icons";
import type { SourceDraft } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useTrial } from "../../hooks/use-trial";
import { CertificateOffer, ClockNote } from "./offers";
import { WizardStep } from "./step-frame";
import { TrialSteps } from "./trial-steps";

type Props = {
  draft: SourceDraft;
  /** The steps to be expected, so that those to come are seen. */
  expected: readonly string[];
  onAccept: (fingerprint: string) => void;
  /** The server will not even try it as it was typed. */
  onRefused: (error: unknown) => void;
  onBack: () => void;
  onCancel?: () => void;
  onNext: () => void;
};

/** Tries the connection and shows each step as it is done, with what to do about the one that fails. */
export function TestStep({ draft, expected, onAccept, onRefused, onBack, onCancel, onNext }: Props) {
  const t = useTranslations("wizard.test");
  const text = useErrorText();
  const [trial, again] = useTrial(draft, onRefused);
  const failed = trial.steps.find((step) => !step.ok);
  const fingerprint = failed?.trouble === "source_tls" ? failed.details.fingerprint : undefined;
  const behind = trial.steps.find((step) => step.step === "clock")?.details.offset_ms;
  return (
    <WizardStep title={t("title")} onBack={onBack} onCancel={onCancel} onNext={onNext} nextDisabled={trial.phase !== "ok"}>
      <TrialSteps trial={trial} expected={expected} />
      {typeof fingerprint === "string" && (
        <CertificateOffer
          fingerprint={fingerprint}
          onAccept={() => {
            onAccept(fingerprint);
            again();
          }}
        />
      )}
      {typeof behind === "number" && <ClockNote behindMs={behind} />}
      {trial.error !== null && <Notice>{text(trial.error)}</Notice>}
      <Flex gap="2" align="center" wrap="wrap" minH="8" aria-live="polite">
        <Text fontWeight="medium" color={trial.phase === "ok" ? "brand.fg" : trial.phase === "running" ? "fg.muted" : "red.fg"}>
          {trial.phase === "ok" ? t("ok") : trial.phase === "running" ? t("running") : t("failed")}
        </Text>
        {trial.phase === "ok" && (
          <Text color="fg.muted" fontSize="xs">
            {t("took", { seconds: (trial.tookMs / 1000).toFixed(1) })}
          </Text>
        )}
        {(trial.phase === "failed" || trial.phase === "error") && (
          <Stack direction="row" gap="2" wrap="wrap">
            <Button type="button" size="xs" variant="outline" onClick={again}>
              <RetryIcon /> {t("again")}
            </Button>
            <Button type="button" size="xs" variant="outline" colorPalette="gray" onClick={onBack}>
              {t("back")}
            </Button>
          </Stack>
        )}
      </Flex>
    </WizardStep>
  );
}
