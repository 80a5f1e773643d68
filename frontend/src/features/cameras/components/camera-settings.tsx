"use client";

import { Button, Field, Flex, Grid, Input } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { LeaveGuard } from "@/components/leave-guard";
import { Panel } from "@/components/panel";
import type { Camera } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useUpdateCamera } from "../api/update-camera";

/** The camera's time zone and the text of its sticker. */
export function CameraSettings({ camera }: { camera: Camera }) {
  const t = useTranslations("cameras");
  const text = useErrorText();
  const update = useUpdateCamera(camera.id);
  // What was typed; the stored value where nothing was, whatever becomes of it meanwhile.
  const [typed, setTyped] = useState<{ timezone?: string; trigger_text?: string }>({});
  const { timezone, trigger_text } = { timezone: camera.timezone, trigger_text: camera.trigger_text, ...typed };
  const fields = {
    ...(timezone.trim() !== camera.timezone && { timezone: timezone.trim() }),
    ...(trigger_text.trim() !== camera.trigger_text && { trigger_text: trigger_text.trim() }),
  };
  const changed = Object.keys(fields).length > 0;

  function save(then?: () => void) {
    update.mutate(fields, {
      onSuccess: () => {
        setTyped({});
        toaster.success({ title: t("saved", { name: camera.name }) });
        then?.();
      },
    });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (changed) save();
  }

  return (
    <Panel title={t("settings")}>
      <LeaveGuard
        dirty={changed}
        text={t("leaveText")}
        saving={update.isPending}
        problem={update.error && text(update.error)}
        onSave={save}
        onDiscard={() => setTyped({})}
      />
      <form onSubmit={submit}>
        <Grid templateColumns={{ base: "1fr", md: "1fr 1fr auto" }} gap="3" p="4" alignItems="start">
          <Field.Root>
            <Field.Label>{t("timezone")}</Field.Label>
            <Input
              size="sm"
              list="epack-timezones"
              value={timezone}
              onChange={(event) => setTyped({ ...typed, timezone: event.target.value })}
            />
            <datalist id="epack-timezones">
              {Intl.supportedValuesOf("timeZone").map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </Field.Root>
          <Field.Root>
            <Field.Label>{t("triggerText")}</Field.Label>
            <Input
              size="sm"
              value={trigger_text}
              onChange={(event) => setTyped({ ...typed, trigger_text: event.target.value })}
            />
            <Field.HelperText>{t("triggerTextHelp")}</Field.HelperText>
          </Field.Root>
          <Flex pt={{ md: "7" }} justify="flex-end">
            <Button type="submit" size="sm" variant="outline" disabled={!changed} loading={update.isPending}>
              {t("save")}
            </Button>
          </Flex>
        </Grid>
        {update.error && (
          <Notice mx="4" mb="4">
            {text(update.error)}
          </Notice>
        )}
      </form>
    </Panel>
  );
}
