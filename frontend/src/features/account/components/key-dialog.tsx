"use client";

import { Button, Checkbox, Field, Fieldset, Input, NativeSelect, Stack, Text } from "@chakra-ui/react";
import { useId, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { CopyField } from "@/components/copy-field";
import { Notice } from "@/components/feedback/notice";
import { Modal } from "@/components/modal";
import type { Permission } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useMakeKey } from "../api/account";

const scopes = ["read", "search", "cut", "operate", "admin"] as const;
const lengths = [7, 30, 90, 365] as const;

/** What the key is for and what it may; then the key itself, shown once. */
export function KeyDialog({ permissions, onClose }: { permissions: readonly Permission[]; onClose: () => void }) {
  const t = useTranslations("account.keys");
  const controls = useTranslations("controls");
  const text = useErrorText();
  const form = useId();
  const make = useMakeKey();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Permission[]>(["read", "search"]);
  const [days, setDays] = useState<number | null>(90);
  const ready = name.trim() !== "" && chosen.length > 0;

  if (make.data) {
    return (
      <Modal open once onClose={onClose} title={t("madeTitle")} size="md" footer={<Button onClick={onClose}>{t("kept")}</Button>}>
        <Stack gap="4">
          <Text>{t("madeText")}</Text>
          <CopyField label={t("secret")} value={make.data.secret} help={t("secretHelp")} />
        </Stack>
      </Modal>
    );
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (ready && !make.isPending) make.mutate({ name, scopes: [...chosen], days });
  }

  return (
    <Modal
      open
      onClose={onClose}
      title={t("make")}
      size="sm"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={onClose}>
            {controls("cancel")}
          </Button>
          <Button type="submit" form={form} loading={make.isPending} disabled={!ready}>
            {t("make")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Stack gap="4">
          <Field.Root required>
            <Field.Label>{t("name")}</Field.Label>
            <Input value={name} maxLength={100} autoComplete="off" onChange={(event) => setName(event.target.value)} />
            <Field.HelperText>{t("nameHelp")}</Field.HelperText>
          </Field.Root>
          <Fieldset.Root>
            <Fieldset.Legend>{t("may")}</Fieldset.Legend>
            <Stack gap="2">
              {scopes
                .filter((scope) => permissions.includes(scope))
                .map((scope) => (
                  <Checkbox.Root
                    key={scope}
                    size="sm"
                    checked={chosen.includes(scope)}
                    onCheckedChange={(change) =>
                      setChosen(change.checked === true ? [...chosen, scope] : chosen.filter((one) => one !== scope))
                    }
                  >
                    <Checkbox.HiddenInput />
                    <Checkbox.Control />
                    <Checkbox.Label fontWeight="normal">{t(`scopes.${scope}`)}</Checkbox.Label>
                  </Checkbox.Root>
                ))}
            </Stack>
          </Fieldset.Root>
          <Field.Root>
            <Field.Label>{t("holds")}</Field.Label>
            <NativeSelect.Root>
              <NativeSelect.Field
                value={days === null ? "" : String(days)}
                onChange={(event) => setDays(event.target.value === "" ? null : Number(event.target.value))}
              >
                {lengths.map((count) => (
                  <option key={count} value={count}>
                    {t("days", { count })}
                  </option>
                ))}
                <option value="">{t("noEnd")}</option>
              </NativeSelect.Field>
              <NativeSelect.Indicator />
            </NativeSelect.Root>
          </Field.Root>
          {make.error && !make.isPending && <Notice>{text(make.error)}</Notice>}
        </Stack>
      </form>
    </Modal>
  );
}
