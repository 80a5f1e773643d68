"use client";

import { Button, Flex, Heading, Stack, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import type { FormEvent, ReactNode } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { Panel } from "@/components/panel";
import { setupPath } from "@/config/paths";
import type { SetupStep } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { askToLeave, saveThen } from "@/lib/leave/ask-to-leave";
import { fingerSized } from "@/lib/theme/finger-sized";

import { useMarkStep } from "../api/mark-step";
import { before } from "./steps";

type Props = {
  step: SetupStep;
  children: ReactNode;
  /** Stores what the step asks for, then calls `done`; without it there is nothing to store. */
  save?: (done: () => void) => void;
  saving?: boolean;
  /** The step cannot be done yet, only skipped. */
  incomplete?: boolean;
  onNext: () => void;
};

/** A step: what it is for, its content, and the ways on: done, skipped, back. */
export function StepFrame({ step, children, save, saving = false, incomplete = false, onNext }: Props) {
  const t = useTranslations("setup");
  const text = useErrorText();
  const mark = useMarkStep();
  const back = before(step);

  function leave(status: "done" | "skipped") {
    mark.mutate({ step, status }, { onSuccess: () => askToLeave(onNext) });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (save) save(() => leave("done"));
    else saveThen(() => leave("done"));
  }

  // Fields that the step stores are sent off with Enter; a step with forms of its own cannot lie within another one.
  const asForm = { as: "form", onSubmit: submit } as const;
  return (
    <Panel css={fingerSized} {...(save ? asForm : {})}>
      <Stack gap="5" p={{ base: "4", md: "6" }}>
        <Stack gap="1">
          <Heading as="h2" size="lg" fontWeight="semibold">
            {t(`${step}.title`)}
          </Heading>
          <Text color="fg.muted" maxW="2xl">
            {t(`${step}.text`)}
          </Text>
        </Stack>
        {children}
        {mark.error && <Notice>{text(mark.error)}</Notice>}
      </Stack>
      <Flex {...(save ? {} : asForm)} gap="2" align="center" wrap="wrap" borderTopWidth="1px" px={{ base: "4", md: "6" }} py="3">
        {back && (
          <Button asChild variant="ghost" colorPalette="gray" mr="auto">
            <PageLink href={setupPath(back)}>{t("back")}</PageLink>
          </Button>
        )}
        <Button type="button" variant="ghost" colorPalette="gray" ml={back ? undefined : "auto"} onClick={() => askToLeave(() => leave("skipped"))}>
          {t("skip")}
        </Button>
        <Button type="submit" loading={saving || mark.isPending} disabled={incomplete}>
          {t("next")}
        </Button>
      </Flex>
    </Panel>
  );
}
