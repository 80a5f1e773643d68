"use client";

import { Button, Flex, IconButton, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { CloseIcon, RetryIcon } from "@/components/icons";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useControlProgram } from "../api/control-program";
import { useRuns } from "../api/get-runs";
import { hadNothingToDo } from "./program-state";

/** After a custom run whose files were all analysed before: says so, and offers to analyse them again. */
export function NothingToDo() {
  const t = useTranslations("program.nothing");
  const controls = useTranslations("controls");
  const text = useErrorText();
  const control = useControlProgram();
  const [dismissed, setDismissed] = useState<number | null>(null);
  const run = useRuns().data?.items[0];
  if (!run || !hadNothingToDo(run) || run.id === dismissed) return null;

  function again() {
    control.mutate(
      { action: "run", program: "custom", custom_path: run?.custom_path, again: true },
      { onError: (error) => toaster.error({ title: t("failed"), description: text(error) }) },
    );
  }

  return (
    <Notice tone="info">
      <Flex gap="2" align="center" wrap="wrap">
        <Text flex="1" minW="12rem">
          {t("text", { count: run.files_total ?? 0, path: run.custom_path ?? "" })}
        </Text>
        <Button size="xs" variant="outline" loading={control.isPending} onClick={again}>
          <RetryIcon /> {t("again")}
        </Button>
        <IconButton size="xs" variant="ghost" aria-label={controls("close")} onClick={() => setDismissed(run.id)}>
          <CloseIcon />
        </IconButton>
      </Flex>
    </Notice>
  );
}
