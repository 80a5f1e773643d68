"use client";

import { Button, Field, Flex, Grid, Input, Stack, Text } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { LeaveGuard } from "@/components/leave-guard";
import { Panel } from "@/components/panel";
import { TickList } from "@/components/tick-list";
import type { Camera } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSettings } from "@/lib/settings/settings";
import { useChoiceName } from "@/lib/settings/use-setting-texts";

import { useUpdateCamera } from "../api/update-camera";

/** The camera's time zone, the text of its sticker and the kinds of codes that are read. */
export function CameraSettings({ camera }: { camera: Camera }) {
  const t = useTranslations("cameras");
  const text = useErrorText();
  const update = useUpdateCamera(camera.id);
  const kindName = useChoiceName();
  // What was typed; the stored value where nothing was, whatever becomes of it meanwhile.
  const [typed, setTyped] = useState<{ timezone?: string; trigger_text?: string; symbologies?: string[] }>({});
  const { timezone, trigger_text, symbologies } = { ...pick(camera), ...typed };
  const kinds = useKinds(camera);
  const fields = {
    ...(timezone.trim() !== camera.timezone && { timezone: timezone.trim() }),
    ...(trigger_text.trim() !== camera.trigger_text && { trigger_text: trigger_text.trim() }),
    ...(!sameKinds(symbologies, camera.symbologies) && { symbologies }),
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
          {/* No Field: each of its boxes has a label of its own. */}
          <Stack gap="1.5" gridColumn="1 / -1" order={{ base: -1, md: 0 }}>
            <Text textStyle="sm" fontWeight="medium" aria-hidden>
              {t("kinds")}
            </Text>
            <TickList
              label={t("kinds")}
              choices={kinds}
              chosen={symbologies}
              name={kindName}
              onChange={(chosen) => setTyped({ ...typed, symbologies: chosen })}
            />
            <Text fontSize="xs" color="fg.muted">
              {t("kindsHelp")}
            </Text>
          </Stack>
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

function pick(camera: Camera) {
  return { timezone: camera.timezone, trigger_text: camera.trigger_text, symbologies: camera.symbologies };
}

function sameKinds(some: string[], others: string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}

/** All kinds of codes there are, those of the camera among them. */
function useKinds(camera: Camera): string[] {
  const known = useSettings().data?.items.find((one) => one.key === "symbologies")?.choices ?? [];
  return [...known, ...camera.symbologies.filter((one) => !known.includes(one))];
}
