"use client";

import { Button, Flex, Input, Stack, Text } from "@chakra-ui/react";
import { useRef, useState, type ChangeEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { DownloadIcon, FolderIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import { apiUrl } from "@/lib/api/client";
import { asApiError } from "@/lib/api/errors";
import type { SettingsDocument } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useApplyImport, useReviewImport } from "../api/transfer";
import { LARGEST_BYTES } from "./document";
import { ImportReview } from "./import-review";

/** Settings and cameras as a file: out, and in after a look at what it changes. */
export function TransferSection() {
  const t = useTranslations("settings.transfer");
  return (
    <Stack gap="4">
      <Panel title={t("exportTitle")}>
        <Flex direction="column" gap="3" align="flex-start" p="4">
          <Text color="fg.muted">{t("exportText")}</Text>
          <Button asChild size="sm">
            <a href={apiUrl("/settings/export")} download="epack-settings.json">
              <DownloadIcon /> {t("exportDo")}
            </a>
          </Button>
        </Flex>
      </Panel>
      <ImportPanel />
    </Stack>
  );
}

function ImportPanel() {
  const t = useTranslations("settings.transfer");
  const all = useTranslations("settings");
  const text = useErrorText();
  const field = useRef<HTMLInputElement>(null);
  const review = useReviewImport();
  const apply = useApplyImport();
  const back = useApplyImport();
  const [problem, setProblem] = useState<string | null>(null);
  const [document, setDocument] = useState<SettingsDocument | null>(null);

  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (!file) return;
    forget();
    if (file.size > LARGEST_BYTES) return setProblem(t("tooLarge"));
    const read = parse(await file.text());
    if (read === null) return setProblem(t("notJson"));
    review.mutate(read, {
      onSuccess: () => setDocument(read as SettingsDocument),
      // Wrong fields are told by the server one by one; to a person it is simply not the right file.
      onError: (error) => setProblem(asApiError(error).code === "invalid_input" ? t("wrongFile") : text(error)),
    });
  }

  function forget() {
    setProblem(null);
    setDocument(null);
    review.reset();
    apply.reset();
  }

  function undo(before: SettingsDocument) {
    void back.mutateAsync(before).then(
      () => toaster.success({ title: t("undone") }),
      (error: unknown) => toaster.error({ title: all("saveFailed"), description: text(error) }),
    );
  }

  function take(chosen: SettingsDocument) {
    apply.mutate(chosen, {
      onSuccess: (before) => {
        forget();
        toaster.success({
          title: t("applied"),
          duration: 10_000,
          action: { label: all("undo"), onClick: () => undo(before) },
        });
      },
    });
  }

  return (
    <Panel title={t("importTitle")}>
      <Stack gap="3" p="4">
        <Text color="fg.muted">{t("importText")}</Text>
        <Input ref={field} type="file" accept=".json,application/json" srOnly tabIndex={-1} aria-label={t("choose")} onChange={(event) => void choose(event)} />
        <Button size="sm" variant="outline" alignSelf="flex-start" loading={review.isPending} onClick={() => field.current?.click()}>
          <FolderIcon /> {t("choose")}
        </Button>
        {problem && <Notice>{problem}</Notice>}
        {apply.error && <Notice>{text(apply.error)}</Notice>}
        {document && review.data && (
          <ImportReview result={review.data} document={document} applying={apply.isPending} onApply={take} onCancel={forget} />
        )}
      </Stack>
    </Panel>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
