"use client";

import { Box, Button, Flex, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { Fragment, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { CheckIcon, WarningIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import { cameraPath, livePath, paths, settingsPath, sourcePath } from "@/config/paths";
import type { Problem } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useRestart } from "@/lib/settings/restart";
import { useTroubleTexts } from "@/lib/sources/use-trouble-texts";
import { useTimes } from "@/lib/time/use-times";
import { useMay, useMayOpen } from "@/lib/session/session";

import { isSolution, useSolve } from "../api/solve";

const tones = { high: "red.fg", medium: "mark.fg", low: "fg.muted" } as const;

const RANK = { high: 0, medium: 1, low: 2 } as const;

/** What another feature says is wrong. */
export type Trouble = { key: number; severe: boolean; line: ReactNode };

/** Everything that is wrong, the worst first, each with the button that solves it. */
export function ProblemsPanel({ problems, troubles }: { problems: readonly Problem[]; troubles: readonly Trouble[] }) {
  const t = useTranslations("overview");
  const lines = [
    ...problems.map((one, index) => ({ key: `${one.code} ${index}`, rank: RANK[one.severity], line: <ProblemLine problem={one} /> })),
    ...troubles.map((one) => ({ key: `trouble ${one.key}`, rank: RANK[one.severe ? "high" : "medium"], line: one.line })),
  ].sort((a, b) => a.rank - b.rank);
  return (
    <Panel title={t("problemsTitle")}>
      {lines.length === 0 ? (
        <Flex gap="2.5" align="center" px="4" py="4" role="status">
          <CheckIcon color="brand.fg" fontSize="lg" />
          {t("allWell")}
        </Flex>
      ) : (
        <Box as="ul">
          {lines.map(({ key, line }) => (
            <Fragment key={key}>{line}</Fragment>
          ))}
        </Box>
      )}
    </Panel>
  );
}

function ProblemLine({ problem }: { problem: Problem }) {
  const words = useProblemWords();
  return (
    <Flex as="li" listStyleType="none" gap="3" px="4" py="3" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
      <WarningIcon color={tones[problem.severity]} mt="0.5" />
      <Box flex="1" minW="0">
        <Text lineHeight="short" overflowWrap="anywhere" mb="1.5">
          {words(problem)}
        </Text>
        <Solve problem={problem} />
      </Box>
    </Flex>
  );
}

function Solve({ problem }: { problem: Problem }) {
  const t = useTranslations("overview.actions");
  const solved = useTranslations("overview.solved");
  const text = useErrorText();
  const times = useTimes();
  const solve = useSolve();
  const restart = useRestart();
  const { action } = problem;
  const href = linkOf(problem);
  const mayOpen = useMayOpen(href);
  const mayAct = useMay(action === "restart" ? { permission: "admin" } : { permission: "operate", wholeSite: true });
  // What somebody else has to solve is told, without a button that would only refuse.
  if (action === "none" || !(href ? mayOpen : mayAct)) return null;
  if (href) {
    return (
      <Button asChild size="xs" variant="outline">
        <PageLink href={href}>{t(action)}</PageLink>
      </Button>
    );
  }

  function act() {
    const onError = (error: unknown) => toaster.error({ title: solved("failed"), description: text(error) });
    if (action === "restart") {
      return restart.mutate(undefined, { onSuccess: (isHere) => void (isHere && toaster.success({ title: solved("restart") })), onError });
    }
    if (!isSolution(action)) return;
    solve.mutate(action, {
      onSuccess: (answer) =>
        toaster.success({
          title:
            action === "free_space"
              ? solved("free_space", { size: times.size(answer.freed_bytes ?? 0) })
              : action === "retry_failed"
                ? solved("retry_failed", { count: answer.retried ?? 0 })
                : solved("start_default"),
        }),
      onError,
    });
  }

  return (
    <Button size="xs" loading={solve.isPending || restart.isPending} onClick={act}>
      {t(action)}
    </Button>
  );
}

/** Where the solution is made by hand; null where a call makes it. */
function linkOf({ action, code, details }: Problem): string | null {
  if (action === "open_setup") return paths.setup;
  if (code === "live_lost") return livePath(Number(details.camera_id));
  if (action === "open_sources") return details.source_id ? sourcePath(Number(details.source_id)) : paths.sources;
  if (action === "open_files") return `${paths.program}?files=failed`;
  if (action === "draw_regions") return cameraPath(Number(details.camera_id));
  if (action === "change_retention") return settingsPath("retention");
  if (action === "open_logs") return settingsPath("log");
  if (action === "open_plan") return paths.plan;
  return null;
}

function useProblemWords(): (problem: Problem) => string {
  const t = useTranslations("overview.problems");
  const reasons = useTranslations("program.reasons");
  const troubles = useTroubleTexts();
  const times = useTimes();
  return ({ code, details }) => {
    const key = code as "no_camera";
    if (!t.has(key)) return code;
    const reason = String(details.reason ?? "") as "empty";
    const values = {
      ...details,
      trouble: troubles.title(String(details.trouble ?? "")),
      reason: reasons.has(reason) ? reasons(reason) : reason,
      free: times.size(Number(details.free_bytes ?? 0)),
      freeable: times.size(Number(details.freeable_bytes ?? 0)),
    };
    return (t as unknown as (key: string, values: object) => string)(key, values);
  };
}
