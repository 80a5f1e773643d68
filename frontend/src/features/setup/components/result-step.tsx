"use client";

import { Box, Button, Flex, Heading, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import { Panel } from "@/components/panel";
import { ProgressBar } from "@/components/progress-bar";
import { paths } from "@/config/paths";
import type { FirstResult } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useAskFirstResult, useFirstResult } from "../api/first-result";
import { useFinishSetup } from "../api/mark-step";
import { FoundOrders } from "./found-orders";
import { NothingFound } from "./nothing-found";
import type { Place } from "./steps";

type Props = {
  event: (eventId: string) => ReactNode;
  onBack: (place: Place) => void;
  /** The set-up is over; `to` is the address to go on to. */
  onFinished: (to?: string) => void;
};

/** The first result: the newest footage is analysed, and one of its orders plays. */
export function ResultStep({ event, onBack, onFinished }: Props) {
  const t = useTranslations("setup.result");
  const text = useErrorText();
  const result = useFirstResult();
  const { mutate: ask, ...asking } = useAskFirstResult();
  const finish = useFinishSetup();
  const asked = useRef(false);
  const phase = result.data?.phase;

  // Coming here for the first time is the wish to see it.
  useEffect(() => {
    if (phase !== "not_asked" || asked.current) return;
    asked.current = true;
    ask({});
  }, [phase, ask]);

  const end = (to: string) => finish.mutate(undefined, { onSuccess: () => onFinished(to) });
  return (
    <Panel>
      <Stack gap="4" p={{ base: "4", md: "6" }}>
        <Heading as="h2" size="lg" fontWeight="semibold">
          {t("title")}
        </Heading>
        {asking.error && phase !== "not_asked" && <Notice>{text(asking.error)}</Notice>}
        {phase === "not_asked" && asking.error ? (
          <ErrorPanel error={asking.error} onRetry={() => ask({})} />
        ) : !result.data ? (
          result.error ? (
            <ErrorPanel error={result.error} onRetry={() => void result.refetch()} />
          ) : (
            <Skeleton h="40" />
          )
        ) : phase === "no_footage" || (phase === "done" && result.data.events === 0) ? (
          <NothingFound result={result.data} asking={asking.isPending} onAsk={ask} onBack={onBack} />
        ) : phase === "done" ? (
          <FoundOrders result={result.data} event={event} />
        ) : (
          <Working result={result.data} />
        )}
        {finish.error && <Notice>{text(finish.error)}</Notice>}
      </Stack>
      <Flex gap="2" wrap="wrap" justify="flex-end" borderTopWidth="1px" px={{ base: "4", md: "6" }} py="3">
        <Button variant="ghost" colorPalette="gray" mr="auto" onClick={() => onBack("timing")}>
          {t("back")}
        </Button>
        <Button variant="outline" colorPalette="gray" disabled={finish.isPending} onClick={() => end(paths.overview)}>
          {t("toOverview")}
        </Button>
        <Button loading={finish.isPending} onClick={() => end(paths.trace)}>
          {t("finish")}
        </Button>
      </Flex>
    </Panel>
  );
}

function Working({ result }: { result: FirstResult }) {
  const t = useTranslations("setup.result");
  const looking = result.phase !== "analysing";
  return (
    <Stack gap="3" role="status">
      <Text>{looking ? t("looking") : t("analysing", { minutes: Math.max(1, Math.round(result.media_ms / 60_000)) })}</Text>
      <ProgressBar label={t("progress")} size="md" value={looking ? null : result.progress} />
      <Box color="fg.muted" fontSize="sm">
        {t("mayLeave")}
      </Box>
    </Stack>
  );
}
