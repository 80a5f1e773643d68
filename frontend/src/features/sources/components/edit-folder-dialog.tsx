"use client";

import { Button, Field, Input, Stack } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { Modal } from "@/components/modal";
import type { Source } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useChangeSource } from "../api/control-source";

/** Another name or another place for a folder; its cameras stay the same. */
export function EditFolderDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const t = useTranslations("sources");
  const w = useTranslations("wizard");
  const text = useErrorText();
  const change = useChangeSource();
  const [name, setName] = useState(source.name);
  const [path, setPath] = useState(source.path);

  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate({ source, change: { name: name.trim(), ...(path !== source.path ? { path: path.trim() } : {}) } }, { onSuccess: onClose });
  }

  return (
    <Modal open onClose={onClose} title={w("editTitle", { name: source.name })} size="md">
      <Stack as="form" onSubmit={submit} gap="4" pb="2">
        <Field.Root required>
          <Field.Label>{w("name")}</Field.Label>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={100} />
        </Field.Root>
        <Field.Root required>
          <Field.Label>{t("path")}</Field.Label>
          <Input value={path} onChange={(event) => setPath(event.target.value)} fontFamily="mono" fontSize="sm" spellCheck={false} autoComplete="off" />
          <Field.HelperText>{w("pathMoved")}</Field.HelperText>
        </Field.Root>
        {change.error && <Notice>{text(change.error)}</Notice>}
        <Stack direction="row" justify="flex-end" gap="2">
          <Button type="button" variant="ghost" colorPalette="gray" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={name.trim() === "" || path.trim() === ""}>
            {w("save")}
          </Button>
        </Stack>
      </Stack>
    </Modal>
  );
}
