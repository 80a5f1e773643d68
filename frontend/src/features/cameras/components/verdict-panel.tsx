"use client";

import { Box, Button, Flex, Stack, Text } from "@chakra-ui/react";
import { useEffect, useMemo, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { CheckIcon, InfoIcon, WarningIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import type { RegionCheck } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useLate } from "@/lib/typing/use-late";

import { useRegionJob } from "../hooks/use-region-job";
import type { Moment } from "./footage";
import { asRegions, type RegionKind, type Shapes, type Size } from "./shapes";

type Props = {
  cameraId: number;
  shapes: Shapes;
  frame: Size;
  moment: Moment;
  onMoment: (moment: Moment) => void;
};

/** Nothing is asked while somebody still draws. */
const STILL_MS = 500;

/** What the real detectors see in the regions as they are drawn, at moments of several recordings. */
export function VerdictPanel({ cameraId, shapes, frame, moment, onMoment }: Props) {
  const t = useTranslations("regions.verdict");
  const text = useErrorText();
  const { job, running, error, progress, start, cancel } = useRegionJob(cameraId, "region-check");
  const { recordingId, atMs } = moment;
  const wish = useMemo(
    () => JSON.stringify({ regions: asRegions(shapes, frame), shown: { recording_id: recordingId, at_ms: atMs } }),
    [shapes, frame, recordingId, atMs],
  );
  const late = useLate(wish, STILL_MS);
  useEffect(() => {
    start(JSON.parse(late));
  }, [late, start]);
  const check = job?.check ?? null;
  const busy = running || late !== wish;

  return (
    <Stack gap="2" aria-busy={busy}>
      <Flex align="center" gap="2" minH="6">
        <Text fontWeight="semibold" flex="1">
          {t("title")}
        </Text>
        {running ? (
          <Button size="2xs" variant="ghost" colorPalette="gray" onClick={cancel}>
            {t("stop")}
          </Button>
        ) : (
          <Button size="2xs" variant="ghost" colorPalette="gray" onClick={() => start(JSON.parse(wish))}>
            {t("again")}
          </Button>
        )}
      </Flex>
      <Box visibility={busy ? "visible" : "hidden"}>
        <ProgressBar value={running ? progress : 0} label={t("progress")} />
      </Box>
      {error ? <Notice>{text(error)}</Notice> : null}
      <Stack gap="2" role="status" opacity={busy && check ? 0.65 : 1} minH="28">
        {check ? <Findings check={check} onMoment={onMoment} /> : !error && <Text color="fg.muted">{t("first")}</Text>}
      </Stack>
    </Stack>
  );
}

function Findings({ check, onMoment }: { check: RegionCheck; onMoment: (moment: Moment) => void }) {
  const t = useTranslations("regions.verdict");
  const { trigger, label, hands, advice } = check;
  const say = (lines: readonly string[]) =>
    lines
      .filter((line) => advice.includes(line) && t.has(`advice.${line as "no_label_seen"}`))
      .map((line) => t(`advice.${line as "no_label_seen"}`));
  return (
    <>
      <Finding
        kind="trigger"
        state={!trigger.set ? "open" : trigger.looks > 0 && trigger.read / trigger.looks >= 0.85 ? "good" : "bad"}
        advice={say(["trigger_not_read", "trigger_often_unread", "trigger_too_small"])}
      >
        {!trigger.set
          ? t("noSticker")
          : trigger.looks > 0
            ? t("sticker", { read: trigger.read, looks: trigger.looks })
            : t("stickerCovered")}
        {trigger.set && trigger.covered > 0 && trigger.looks > 0 && ` ${t("covered", { count: trigger.covered })}`}
        {trigger.px_per_module !== null && ` ${t("px", { px: trigger.px_per_module })}`}
      </Finding>
      <Finding
        kind="label"
        state={label.codes.length === 0 ? "open" : (label.px_per_module ?? 2) >= 2 ? "good" : "bad"}
        advice={say(["label_too_small", "no_label_seen"])}
      >
        {label.codes.length === 0 ? t("noLabel") : t("label", { count: label.codes.length, codes: label.codes.slice(0, 3).map((code) => code.text).join(", ") })}
        {label.px_per_module !== null && ` ${t("px", { px: label.px_per_module })}`}
      </Finding>
      <Finding kind="packing" state={hands.found > 0 ? "good" : "open"} advice={say(["no_hands_seen"])}>
        {t("hands", { found: hands.found, looks: hands.looks })}
      </Finding>
      <Looks check={check} onMoment={onMoment} />
    </>
  );
}

type FindingProps = { kind: RegionKind; state: "good" | "bad" | "open"; advice: readonly string[]; children: ReactNode };

function Finding({ kind, state, advice, children }: FindingProps) {
  const Icon = state === "good" ? CheckIcon : state === "bad" ? WarningIcon : InfoIcon;
  const color = state === "good" ? "green.fg" : state === "bad" ? "mark.fg" : "fg.subtle";
  return (
    <Flex gap="2" align="flex-start" fontSize="xs" lineHeight="short" data-finding={kind} data-state={state}>
      <Icon color={color} mt="0.5" fontSize="sm" />
      <Box minW="0" overflowWrap="anywhere">
        {children}
        {advice.map((line) => (
          <Text key={line} color="fg.muted">
            {line}
          </Text>
        ))}
      </Box>
    </Flex>
  );
}

/** One mark per look; it leads to the frame that was looked at. */
function Looks({ check, onMoment }: { check: RegionCheck; onMoment: (moment: Moment) => void }) {
  const t = useTranslations("regions.verdict");
  return (
    <Flex gap="1" wrap="wrap" role="group" aria-label={t("looks")}>
      {check.looks.map((look, index) => {
        const seen = [
          look.sticker === "read" && t("seen.sticker"),
          look.sticker === "covered" && t("seen.covered"),
          look.sticker === "missed" && t("seen.missed"),
          look.codes > 0 && t("seen.label"),
          look.hands.length > 0 && t("seen.hands"),
        ].filter(Boolean);
        const name = t("look", { number: index + 1, seen: seen.length > 0 ? seen.join(", ") : t("seen.nothing") });
        return (
          <Button
            key={`${look.recording_id} ${look.at_ms} ${index}`}
            size="2xs"
            minW="5"
            px="0.5"
            variant={look.why === "shown" ? "subtle" : "outline"}
            colorPalette={look.sticker === "missed" ? "mark" : "gray"}
            aria-label={name}
            title={name}
            onClick={() => onMoment({ recordingId: look.recording_id, atMs: look.at_ms })}
          >
            {index + 1}
          </Button>
        );
      })}
    </Flex>
  );
}
