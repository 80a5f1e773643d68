"use client";

import { Box, Button, Flex, Skeleton, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { StopIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import type { Program } from "@/lib/api/types";
import { useCautionText } from "@/lib/i18n/use-caution-text";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useMayOperate } from "@/lib/session/session";
import { useTimes } from "@/lib/time/use-times";

import { useControlProgram } from "../api/control-program";
import { useProgram } from "../api/get-program";
import { NothingToDo } from "./nothing-to-do";
import { isActive, isScanOnly, isStopping, isWaiting } from "./program-state";
import { SecondLooks } from "./second-looks";

type Props = {
  /** The way on when nothing runs, where it is not on the page anyway. */
  idle?: ReactNode;
};

/** What runs now, how far it is, and the stop button. Of the same height when nothing runs. */
export function RunPanel({ idle }: Props) {
  const program = useProgram();
  return (
    <Box as="section" bg="bg.panel" borderWidth="1px" rounded="lg" px="4" py="3" minH="5.5rem">
      {program.data ? (
        <RunState program={program.data} idle={idle} />
      ) : program.error ? (
        <ErrorPanel error={program.error} onRetry={() => void program.refetch()} />
      ) : (
        <Skeleton h="3.75rem" />
      )}
    </Box>
  );
}

function RunState({ program, idle }: { program: Program } & Props) {
  const t = useTranslations("program");
  const times = useTimes();
  const text = useErrorText();
  const cautionText = useCautionText();
  const control = useControlProgram();
  // Others would be refused, and every refusal stands in the record of who did what.
  const mayControl = useMayOperate(true);
  const active = isActive(program);
  const stopping = isStopping(program) || (control.isPending && active);
  const finished = program.files_done + program.files_failed;
  const known = program.files_total > 0;

  function stop() {
    control.mutate(
      { action: "stop" },
      { onError: (error) => toaster.error({ title: t("stopFailed"), description: text(error) }) },
    );
  }

  return (
    <Flex direction="column" gap="2.5">
      <Flex align="center" gap="3" wrap="wrap">
        <StateDot active={active} />
        <Box flex="1" minW="12rem">
          {/* Read out when it changes; the figures below change every second or two. */}
          <Text fontWeight="semibold" fontSize="md" lineHeight="short" role="status">
            {stopping
              ? t("state.stopping")
              : program.program === "default" && known && finished < program.files_total
                ? t("state.analysing")
                : program.program
                  ? t(`state.running.${program.program}`)
                  : isScanOnly(program)
                    ? t("state.scanning")
                    : t("state.idle")}
          </Text>
          <Text color="fg.muted" fontSize="xs" fontVariantNumeric="tabular-nums">
            {!active
              ? t("idleHint")
              : known
                ? t("filesDone", { done: finished, total: program.files_total, failed: program.files_failed })
                : isWaiting(program)
                  ? t("nothingToDo")
                  : program.scan && program.scan.to_open > 0
                    ? t("opening", { opened: program.scan.opened, total: program.scan.to_open })
                    : t("looking")}
          </Text>
        </Box>
        {active && program.eta_ms !== null && finished < program.files_total && (
          <Text color="fg.muted" fontVariantNumeric="tabular-nums">
            {times.left(program.eta_ms)}
          </Text>
        )}
        {!active && idle}
        <Button
          size="sm"
          variant="outline"
          colorPalette="red"
          display={!mayControl || (!active && idle) ? "none" : undefined}
          disabled={!active || stopping}
          loading={stopping}
          loadingText={t("stopping")}
          visibility={active ? "visible" : "hidden"}
          onClick={stop}
        >
          <StopIcon /> {t("stop")}
        </Button>
      </Flex>
      <ProgressBar
        label={t("progress")}
        value={progressOf(program, finished)}
        size="sm"
      />
      <SecondLooks />
      {mayControl && <NothingToDo />}
      {program.problems.map((problem) => (
        <Notice key={`${problem.code} ${problem.message}`} tone="info">
          {cautionText(problem)}
        </Notice>
      ))}
    </Flex>
  );
}

/** 0..1; null while it is not known what there is to do. */
function progressOf(program: Program, finished: number): number | null {
  if (!isActive(program)) return 0;
  if (program.files_total > 0) return program.progress ?? finished / program.files_total;
  if (program.scan && program.scan.to_open > 0) return program.scan.opened / program.scan.to_open;
  return isWaiting(program) ? 1 : null;
}

function StateDot({ active }: { active: boolean }) {
  return (
    <Box
      boxSize="2.5"
      rounded="full"
      bg={active ? "brand.solid" : "border.emphasized"}
      animation={active ? "pulse" : undefined}
      aria-hidden
    />
  );
}
