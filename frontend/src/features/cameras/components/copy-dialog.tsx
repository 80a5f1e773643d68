"use client";

import { Button, Checkbox, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Modal } from "@/components/modal";
import type { Camera } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useCopyRegions, useUndoCopy } from "../api/copy-regions";
import { RegionsText } from "./regions-text";
import { regionKinds } from "./shapes";

type Props = { camera: Camera; others: readonly Camera[]; open: boolean; onClose: () => void };

/** The saved regions of this camera for others, scaled to their frames. Asks before it overwrites, and can be undone. */
export function CopyDialog({ camera, others, open, onClose }: Props) {
  const t = useTranslations("cameras.copy");
  const text = useErrorText();
  const copy = useCopyRegions(camera.id);
  const undo = useUndoCopy();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const overwritten = others.filter((one) => chosen.includes(one.id) && hasRegions(one));

  function leave() {
    // Why it could not be done is not told the next time; what is under way is waited for.
    if (!copy.isPending) copy.reset();
    onClose();
  }

  function run() {
    copy.mutate(
      { to: chosen, overwrite: overwritten.length > 0 },
      {
        onSuccess: (copied) => {
          onClose();
          setChosen([]);
          toaster.success({
            title: t("done", { count: copied.copied.length }),
            description: t("doneText"),
            duration: 15_000,
            action: {
              label: t("undo"),
              onClick: () =>
                void undo.mutateAsync(copied).then(
                  () => toaster.info({ title: t("undone") }),
                  (error: unknown) => toaster.error({ title: t("undoFailed"), description: text(error) }),
                ),
            },
          });
        },
      },
    );
  }

  return (
    <Modal
      open={open}
      onClose={leave}
      title={t("title")}
      size="md"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={leave}>
            {t("cancel")}
          </Button>
          <Button disabled={chosen.length === 0} loading={copy.isPending} onClick={run}>
            {overwritten.length > 0 ? t("overwrite", { count: chosen.length }) : t("run", { count: chosen.length })}
          </Button>
        </>
      }
    >
      <Stack gap="3">
        <Text color="fg.muted">{t("text", { name: camera.name })}</Text>
        {others.map((one) => (
          <Checkbox.Root
            key={one.id}
            alignItems="flex-start"
            checked={chosen.includes(one.id)}
            onCheckedChange={({ checked }) =>
              setChosen(checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))
            }
          >
            <Checkbox.HiddenInput />
            <Checkbox.Control mt="0.5" />
            <Checkbox.Label>
              {one.name}
              <Text fontSize="xs" color="fg.muted" fontWeight="normal">
                <RegionsText camera={one} />
              </Text>
            </Checkbox.Label>
          </Checkbox.Root>
        ))}
        {overwritten.length > 0 && (
          <Notice tone="info">{t("warning", { names: overwritten.map((one) => one.name).join(", ") })}</Notice>
        )}
        {copy.error && <Notice>{text(copy.error)}</Notice>}
      </Stack>
    </Modal>
  );
}

export function hasRegions(camera: Camera): boolean {
  return regionKinds.some((kind) => camera.regions[kind] !== null);
}
