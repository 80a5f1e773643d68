"use client";

import { Box, Flex, Image, Spinner, Text, VisuallyHidden } from "@chakra-ui/react";
import { useLocale, useTranslations } from "use-intl";

import { CheckIcon, WarningIcon } from "@/components/icons";
import type { SourceCheck } from "@/lib/api/types";
import { useTroubleTexts } from "@/lib/sources/use-trouble-texts";

import type { Trial } from "../../hooks/use-trial";

/** From which offset on a device's clock is worth a word. */
const CLOCK_OFF_MS = 2_000;
const facts = ["manufacturer", "model", "firmware", "version", "codec", "fps", "count", "account", "time_zone"] as const;

/** The steps of a connection test: those done, the one that is tried now, those to come. */
export function TrialSteps({ trial, expected }: { trial: Trial; expected: readonly string[] }) {
  const t = useTranslations("wizard.test");
  const done = trial.steps.map((step) => step.step);
  const next = trial.phase === "running" ? expected.filter((step) => !done.includes(step)) : [];
  return (
    <Box as="ol" listStyleType="none" borderWidth="1px" rounded="lg" aria-live="polite">
      {trial.steps.map((step, index) => (
        <DoneStep key={`${step.step} ${index}`} step={step} />
      ))}
      {next.map((step, index) => (
        <Flex as="li" key={step} gap="3" px="4" py="2.5" align="center" color="fg.muted" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
          {index === 0 ? <Spinner size="sm" /> : <Box boxSize="1.15em" aria-hidden />}
          {nameOf(t, step)}
          <VisuallyHidden>{t("waiting")}</VisuallyHidden>
        </Flex>
      ))}
      {trial.steps.length + next.length === 0 && (
        <Box as="li" px="4" py="2.5" color="fg.muted">
          {trial.phase === "running" ? t("running") : t("failed")}
        </Box>
      )}
    </Box>
  );
}

function DoneStep({ step }: { step: SourceCheck }) {
  const t = useTranslations("wizard.test");
  const words = useTroubleTexts();
  const locale = useLocale();
  const told = facts.flatMap((fact) => {
    const value = step.details[fact];
    return (typeof value === "string" && value !== "") || typeof value === "number" ? [`${t(`fact.${fact}`)}: ${value}`] : [];
  });
  const { picture, camera, role } = step.details;
  // The server's own sentences are English.
  const remark = locale === "en" ? step.message : remarkOf(t, step);
  const whose = typeof camera === "string" && camera !== "" ? camera : null;
  return (
    <Flex as="li" gap="3" px="4" py="2.5" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
      {step.ok ? <CheckIcon color="brand.fg" mt="0.5" /> : <WarningIcon color="red.fg" mt="0.5" />}
      <Box flex="1" minW="0">
        <Text fontWeight="medium">
          {nameOf(t, step.step === "stream" && role === "sub" ? "sub_stream" : step.step)}
          {whose && (
            <Text as="span" color="fg.muted" fontWeight="normal">
              {` · ${whose}`}
            </Text>
          )}
          <VisuallyHidden>{step.ok ? t("good") : t("bad")}</VisuallyHidden>
          {step.trouble && `: ${words.title(step.trouble)}`}
        </Text>
        {told.length > 0 && (
          <Text color="fg.muted" fontSize="sm" overflowWrap="anywhere">
            {told.join(" · ")}
          </Text>
        )}
        {step.ok ? (
          remark && (
            <Text color="fg.muted" fontSize="sm" overflowWrap="anywhere">
              {remark}
            </Text>
          )
        ) : (
          <Text overflowWrap="anywhere">{words.advice(step)}</Text>
        )}
        {typeof picture === "string" && (
          <Image src={picture.startsWith("data:") ? picture : `data:image/jpeg;base64,${picture}`} alt={t("picture")} mt="2" maxH="56" rounded="md" bg="bg.muted" />
        )}
      </Box>
    </Flex>
  );
}

/** What a step that went well has to remark, from its details. */
function remarkOf(t: Words, { step, details }: SourceCheck): string | null {
  const { offset_ms: behindMs, of_last_day: ofLastDay, told_host: host, camera } = details;
  if (step === "clock" && typeof behindMs !== "number") return t("remark.noClock");
  if (step === "clock" && Math.abs(Number(behindMs)) >= CLOCK_OFF_MS) return t("remark.clock", { seconds: Math.abs(Number(behindMs)) / 1000, behind: String(Number(behindMs) > 0) });
  if (step === "recordings" && ofLastDay === false) return t("remark.nothing", { camera: String(camera) });
  return typeof host === "string" && host !== "" ? t("remark.host", { host }) : null;
}

type Words = ReturnType<typeof useTranslations<"wizard.test">>;

function nameOf(t: Words, step: string): string {
  const key = `step.${step}` as "step.address";
  return t.has(key) ? t(key) : step;
}
