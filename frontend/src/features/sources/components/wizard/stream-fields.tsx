"use client";

import { Button, Field, Fieldset, Flex, IconButton, Input, Stack } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { PlusIcon, TrashIcon } from "@/components/icons";

import { emptyStream, type StreamFields as Fields } from "../../hooks/draft";
import { examples } from "../../hooks/kinds";

type Props = { streams: readonly Fields[]; refused: { field: string; text: string } | null; onChange: (streams: Fields[]) => void };

/** The cameras whose stream addresses are entered by hand: one or several. */
export function StreamFields({ streams, refused, onChange }: Props) {
  const t = useTranslations("wizard.streams");
  const set = (id: number, change: Partial<Fields>) => onChange(streams.map((one) => (one.id === id ? { ...one, ...change } : one)));
  return (
    <Stack gap="3">
      {streams.map((stream, index) => (
        <OneStream
          key={stream.id}
          stream={stream}
          number={index + 1}
          problemOf={(part) => (refused && matches(refused.field, index, part, streams.length) ? refused.text : null)}
          onChange={(change) => set(stream.id, change)}
          onRemove={streams.length > 1 ? () => onChange(streams.filter((one) => one.id !== stream.id)) : undefined}
        />
      ))}
      <Button type="button" size="sm" variant="outline" alignSelf="flex-start" onClick={() => onChange([...streams, emptyStream(Math.max(...streams.map((one) => one.id)) + 1)])}>
        <PlusIcon /> {t("add")}
      </Button>
    </Stack>
  );
}

/** `cameras.1.main` and the like; an address alone is that of an only camera. */
function matches(field: string, index: number, part: string, count: number): boolean {
  const steps = field.split(/[.[\]]+/).filter(Boolean);
  const number = steps.find((step) => /^\d+$/.test(step));
  const last = steps.at(-1) ?? "";
  const same = last === part || (part === "main" && (last === "address" || last === number));
  return same && (number === undefined ? count === 1 || index === 0 : Number(number) === index);
}

type OneProps = {
  stream: Fields;
  number: number;
  problemOf: (part: "name" | "main" | "sub") => string | null;
  onChange: (change: Partial<Fields>) => void;
  onRemove?: () => void;
};

function OneStream({ stream, number, problemOf, onChange, onRemove }: OneProps) {
  const t = useTranslations("wizard");
  const label = stream.name.trim() || t("streams.nth", { number });
  const parts = ["name", "main", "sub"] as const;
  return (
    <Fieldset.Root borderWidth="1px" rounded="md" p="3">
      <Flex align="center" gap="2">
        <Fieldset.Legend fontWeight="medium" flex="1">
          {label}
        </Fieldset.Legend>
        {onRemove && (
          <IconButton type="button" size="xs" variant="ghost" colorPalette="gray" aria-label={t("streams.remove", { name: label })} onClick={onRemove}>
            <TrashIcon />
          </IconButton>
        )}
      </Flex>
      <Stack gap="3" mt="2">
        {parts.map((part) => {
          const problem = problemOf(part);
          return (
            <Field.Root key={part} invalid={problem !== null} required={part !== "sub"}>
              <Field.Label>{t(`streams.${part}`)}</Field.Label>
              <Input
                value={stream[part]}
                onChange={(event) => onChange({ [part]: event.target.value })}
                placeholder={part === "name" ? undefined : examples[part]}
                fontFamily={part === "name" ? undefined : "mono"}
                fontSize="sm"
                spellCheck={false}
                autoCapitalize="none"
                autoComplete="off"
              />
              {problem !== null && <Field.ErrorText>{problem}</Field.ErrorText>}
              {part !== "name" && <Field.HelperText>{t(`streams.${part}Help`)}</Field.HelperText>}
            </Field.Root>
          );
        })}
      </Stack>
    </Fieldset.Root>
  );
}
