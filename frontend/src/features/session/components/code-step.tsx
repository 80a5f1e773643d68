"use client";

import { Button, Field, Input, Stack } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSignOut } from "@/lib/session/session";

import { useGiveCode } from "../api/sign-in";
import { SheetHeading } from "./heading";
import { PauseNotice } from "./pause-notice";
import { usePause } from "./use-pause";

/** The second step: a code of the authenticator app, or a recovery code. */
export function CodeStep() {
  const t = useTranslations("session");
  const text = useErrorText();
  const give = useGiveCode();
  const back = useSignOut();
  const [code, setCode] = useState("");
  const pause = usePause(give.error, give.submittedAt);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (code.trim() && pause === 0) give.mutate(code, { onError: () => setCode("") });
  }

  return (
    <Stack gap="5">
      <SheetHeading title={t("codeTitle")}>{t("codeText")}</SheetHeading>
      <form onSubmit={submit}>
        <Stack gap="4">
          <Field.Root required>
            <Field.Label>{t("code")}</Field.Label>
            <Input
              name="code"
              autoComplete="one-time-code"
              autoFocus
              fontFamily="mono"
              letterSpacing="widest"
              value={code}
              maxLength={40}
              onChange={(event) => setCode(event.target.value)}
            />
            <Field.HelperText>{t("codeHelp")}</Field.HelperText>
          </Field.Root>
          {pause > 0 ? (
            <PauseNotice seconds={pause} />
          ) : (
            give.error && !give.isPending && <Notice>{text(give.error)}</Notice>
          )}
          <Button type="submit" loading={give.isPending} disabled={!code.trim() || pause > 0}>
            {t("goOn")}
          </Button>
          {back.error && !back.isPending && <Notice>{text(back.error)}</Notice>}
          <Button variant="ghost" colorPalette="gray" loading={back.isPending} onClick={() => back.mutate()}>
            {t("asSomebodyElse")}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}
