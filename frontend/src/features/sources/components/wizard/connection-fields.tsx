"use client";

import { Field, Flex, IconButton, Input, NativeSelect } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { LockIcon, UnlockIcon } from "@/components/icons";
import { ZoneNames } from "@/components/settings/setting-input";

import type { Entry, Field as FieldSpec } from "../../hooks/draft";
import { examples } from "../../hooks/kinds";

type Props = {
  entry: Entry;
  fields: readonly FieldSpec[];
  /** Names of secrets that the server keeps for this source. */
  kept: readonly string[];
  /** The field that the server complains about, with its words. */
  refused: { field: string; text: string } | null;
  onChange: (name: string, value: string) => void;
};

/** The plain fields of a kind: each with its label, its help, and what is wrong with it. */
export function ConnectionFields({ entry, fields, kept, refused, onChange }: Props) {
  return (
    <>
      {fields.map((field) => (
        <OneField
          key={field.name}
          entry={entry}
          field={field}
          kept={kept.includes(field.name)}
          problem={refused?.field === field.name ? refused.text : null}
          onChange={(value) => onChange(field.name, value)}
        />
      ))}
      {fields.some(isZone) && <ZoneNames />}
    </>
  );
}

function isZone(field: FieldSpec): boolean {
  return field.name === "time_zone" || field.name === "timezone";
}

type OneProps = { entry: Entry; field: FieldSpec; kept: boolean; problem: string | null; onChange: (value: string) => void };

function OneField({ entry, field, kept, problem, onChange }: OneProps) {
  const t = useTranslations("wizard");
  const name = field.name as "address";
  const value = entry.values[field.name] ?? "";
  return (
    <Field.Root invalid={problem !== null} required={field.required}>
      <Field.Label>{t(`fields.${name}.label`)}</Field.Label>
      {field.type === "password" ? (
        <SecretInput value={value} kept={kept} onChange={onChange} />
      ) : field.type === "choice" ? (
        <NativeSelect.Root maxW="64">
          <NativeSelect.Field value={value} onChange={(event) => onChange(event.target.value)}>
            {(field.choices ?? []).map((one) => (
              <option key={one} value={one}>
                {t(`choices.${one as "tcp"}`)}
              </option>
            ))}
          </NativeSelect.Field>
          <NativeSelect.Indicator />
        </NativeSelect.Root>
      ) : (
        <Input
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder={field.name === "address" ? examples[entry.kind] : undefined}
          list={isZone(field) ? "epack-zones" : undefined}
          inputMode={field.type === "number" ? "numeric" : undefined}
          maxW={field.type === "number" ? "32" : undefined}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
        />
      )}
      {problem !== null && <Field.ErrorText>{problem}</Field.ErrorText>}
      <Field.HelperText>{field.type === "password" && kept ? t("keptHelp") : t(`fields.${name}.help`)}</Field.HelperText>
    </Field.Root>
  );
}

type SecretProps = { value: string; kept: boolean; onChange: (value: string) => void };

/** A password: never filled in by the program, and not by the browser either. */
export function SecretInput({ value, kept, onChange }: SecretProps) {
  const t = useTranslations("wizard");
  const [shown, setShown] = useState(false);
  return (
    <Flex gap="1" w="full">
      <Input
        type={shown ? "text" : "password"}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={kept ? t("kept") : undefined}
        autoComplete="new-password"
        spellCheck={false}
      />
      <IconButton type="button" variant="outline" colorPalette="gray" aria-pressed={shown} aria-label={t(shown ? "hide" : "show")} title={t(shown ? "hide" : "show")} onClick={() => setShown(!shown)}>
        {shown ? <UnlockIcon /> : <LockIcon />}
      </IconButton>
    </Flex>
  );
}
