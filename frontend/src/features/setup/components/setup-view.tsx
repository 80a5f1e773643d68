"use client";

import { Box, Flex, Skeleton, Stack } from "@chakra-ui/react";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Page } from "@/components/page";
import { paths, setupPath } from "@/config/paths";
import { useSettings } from "@/lib/settings/settings";
import { useSetup } from "@/lib/setup/setup";

import { ResultStep } from "./result-step";
import { SettingsStep } from "./settings-step";
import { SourceStep } from "./source-step";
import { RegionsStep } from "./regions-step";
import { StepList } from "./step-list";
import { after, placeOf, type Place } from "./steps";

/** What belongs to other features and is put in by the page. */
export type SetupParts = {
  /** The form that adds a folder; `onAdded` once it and its cameras are stored. */
  sourceForm: (onAdded: () => void) => ReactNode;
  regionEditor: (cameraId: number, onSaved: () => void) => ReactNode;
  event: (eventId: string) => ReactNode;
};

/** The first-time set-up: five steps, each kept as it is done, and the first result on the owner's own footage. */
export function SetupView({ parts }: { parts: SetupParts }) {
  const t = useTranslations("setup");
  const router = useRouter();
  const setup = useSetup();
  const settings = useSettings();
  const named = useSearchParams().get("step");
  const place = placeOf(named, setup.data);
  const top = useRef<HTMLDivElement>(null);
  const opened = useRef(place);

  // The step stands in the address from the start: the way back from the next one leads to it, not to what is open then.
  const isKnown = setup.data !== undefined;
  useEffect(() => {
    if (named === null && isKnown) router.replace(setupPath(place));
  }, [named, isKnown, place, router]);

  function go(to: Place) {
    router.push(setupPath(to));
  }

  // The next step begins at its top, and screen readers read it from there.
  useEffect(() => {
    if (opened.current === place) return;
    opened.current = place;
    window.scrollTo({ top: 0 });
    // A step that is higher than the window would be scrolled to its own top.
    top.current?.focus({ preventScroll: true });
  }, [place]);

  const error = setup.error ?? settings.error;
  const next = () => go(after(place));
  return (
    <Page title={t("title")} lead={t("lead")}>
      {setup.data && settings.data ? (
        <Flex gap="5" align="flex-start" direction={{ base: "column", lg: "row" }}>
          <StepList setup={setup.data} place={place} />
          <Box ref={top} tabIndex={-1} outline="none" flex="1" minW="0" w="full" maxW={place === "regions" ? "none" : "56rem"}>
            {place === "result" ? (
              <ResultStep event={parts.event} onBack={go} onFinished={(to) => router.push(to ?? paths.trace)} />
            ) : place === "source" ? (
              <SourceStep form={parts.sourceForm} onNext={next} />
            ) : place === "regions" ? (
              <RegionsStep editor={parts.regionEditor} onNext={next} />
            ) : (
              <SettingsStep key={place} step={place} settings={settings.data.items} onNext={next} />
            )}
          </Box>
        </Flex>
      ) : error ? (
        <ErrorPanel error={error} onRetry={() => void Promise.all([setup.refetch(), settings.refetch()])} />
      ) : (
        <Stack gap="4">
          <Skeleton h="12" />
          <Skeleton h="80" />
        </Stack>
      )}
    </Page>
  );
}
