"use client";

import { Badge, Box, Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { Panel } from "@/components/panel";
import type { Finding } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useTimes } from "@/lib/time/use-times";

import { useDoctor } from "../api/get-about";

const tones = { ok: "green", warn: "orange", fail: "red" } as const;

/** The checks of `epack doctor`, run from the page; failures first. */
export function DoctorPanel() {
  const t = useTranslations("settings.about");
  const text = useErrorText();
  const doctor = useDoctor();
  const findings = doctor.data?.findings ?? [];
  const count = (level: Finding["level"]) => findings.filter((one) => one.level === level).length;
  const order = ["fail", "warn", "ok"] as const;
  return (
    <Panel
      title={t("doctor")}
      actions={
        <Button size="xs" variant="outline" loading={doctor.isPending} loadingText={t("examining")} onClick={() => doctor.mutate()}>
          {t("examine")}
        </Button>
      }
    >
      <Text color="fg.muted" px="4" py="3">
        {t("doctorText")}
      </Text>
      {doctor.error && <Notice mx="4" mb="3">{text(doctor.error)}</Notice>}
      {findings.length > 0 && (
        <Box as="ul" aria-label={t("doctor")} borderTopWidth="1px">
          <Text as="li" listStyleType="none" px="4" py="2.5" fontWeight="semibold" role="status">
            {count("fail") + count("warn") === 0 ? t("allWell") : t("findings", { fail: count("fail"), warn: count("warn") })}
          </Text>
          {order.flatMap((level) =>
            findings
              .filter((one) => one.level === level)
              .map((finding, index) => <FindingLine key={`${level} ${index}`} finding={finding} />),
          )}
        </Box>
      )}
    </Panel>
  );
}

function FindingLine({ finding }: { finding: Finding }) {
  const t = useTranslations("settings.about");
  const words = useFindingWords();
  const { subject, found, advice } = words(finding);
  return (
    <Flex as="li" listStyleType="none" gap="3" px="4" py="2" borderTopWidth="1px" align="baseline">
      <Badge size="sm" colorPalette={tones[finding.level]} minW="20" justifyContent="center">
        {t(`levels.${finding.level}`)}
      </Badge>
      <Box minW="0">
        <Text overflowWrap="anywhere">
          <Text as="span" fontWeight="medium">
            {subject}:
          </Text>{" "}
          {found}
        </Text>
        {advice && <Text color="fg.muted" overflowWrap="anywhere">{advice}</Text>}
      </Box>
    </Flex>
  );
}

/** A finding in the present language; what has no text here in the server's own words. */
function useFindingWords() {
  const subjects = useTranslations("doctor.subjects");
  const found = useTranslations("doctor.found");
  const advice = useTranslations("doctor.advice");
  const reasons = useTranslations("program.reasons");
  const times = useTimes();
  return (finding: Finding) => {
    const code = finding.code as "found";
    const details = finding.details as Record<string, string | number>;
    const reason = String(details.reason ?? "") as "empty";
    const values = {
      ...details,
      ...(code === ("recordings_failed" as string) && reasons.has(reason) && { reason: reasons(reason) }),
      free: times.size(Number(details.free_bytes ?? 0)),
      size: times.size(Number(details.size_bytes ?? 0)),
    };
    const say = (one: typeof found) => (one as unknown as (key: string, values: object) => string)(code, values);
    const [first = "", ...rest] = finding.subject.split(" ");
    const known = [finding.subject, first].find((name) => subjects.has(name.replaceAll(" ", "_") as "Disk"));
    const named = known ? subjects(known.replaceAll(" ", "_") as "Disk") : finding.subject;
    return {
      subject: known === finding.subject || !known ? named : `${named} ${rest.join(" ")}`,
      found: found.has(code) ? say(found) : finding.found,
      advice: finding.advice === "" ? "" : advice.has(code as never) ? say(advice as unknown as typeof found) : finding.advice,
    };
  };
}
