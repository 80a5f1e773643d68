"use client";

import { Flex, Input, NativeSelect } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { useTyped } from "@/lib/typing/use-typed";

import type { AuditParams } from "./use-audit-params";
import { useActionText } from "./use-action-text";

const TYPING_MS = 400;

type Props = { params: AuditParams; actors: readonly string[]; actions: readonly string[]; onChange: (changes: AuditParams) => void };

export function AuditFilters({ params, actors, actions, onChange }: Props) {
  const t = useTranslations("audit");
  const words = useActionText();
  const named = actors.filter((one) => one !== "");
  const sorted = [...actions].sort((a, b) => words(a).localeCompare(words(b)));
  return (
    <Flex gap="2" px="4" py="3" borderBottomWidth="1px" wrap="wrap" role="search" aria-label={t("filters")}>
      <Choice label={t("who")} value={params.actor} all={t("everybody")} values={named} onChange={(actor) => onChange({ actor })}>
        {(one) => one}
      </Choice>
      <Choice label={t("what")} value={params.action} all={t("everything")} values={sorted} onChange={(action) => onChange({ action })}>
        {words}
      </Choice>
      <Input size="sm" type="date" w="auto" aria-label={t("from")} title={t("from")} value={params.from ?? ""} max={params.to} onChange={(event) => onChange({ from: event.target.value })} />
      <Input size="sm" type="date" w="auto" aria-label={t("to")} title={t("to")} value={params.to ?? ""} min={params.from} onChange={(event) => onChange({ to: event.target.value })} />
      <TextFilter text={params.text ?? ""} onText={(text) => onChange({ text })} />
    </Flex>
  );
}

type ChoiceProps = {
  label: string;
  value: string | undefined;
  all: string;
  values: readonly string[];
  onChange: (value: string) => void;
  children: (value: string) => ReactNode;
};

function Choice({ label, value = "", all, values, onChange, children }: ChoiceProps) {
  // What the address asks for is offered also where no line has it.
  const offered = value !== "" && !values.includes(value) ? [value, ...values] : values;
  return (
    <NativeSelect.Root size="sm" w={{ base: "full", sm: "52" }}>
      <NativeSelect.Field aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{all}</option>
        {offered.map((one) => (
          <option key={one} value={one}>
            {children(one)}
          </option>
        ))}
      </NativeSelect.Field>
      <NativeSelect.Indicator />
    </NativeSelect.Root>
  );
}

/** Looks once the typing pauses. */
function TextFilter({ text, onText }: { text: string; onText: (text: string) => void }) {
  const t = useTranslations("audit");
  const [typed, setTyped] = useTyped(text, onText, TYPING_MS);
  return (
    <Input
      size="sm"
      flex="1"
      minW="48"
      type="search"
      aria-label={t("text")}
      placeholder={t("text")}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
