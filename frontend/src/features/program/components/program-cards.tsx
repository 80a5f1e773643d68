"use client";

import { Button, Field, Flex, Grid, Heading, Input, Text } from "@chakra-ui/react";
import { useState, type FormEvent, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { PlayIcon } from "@/components/icons";
import { asApiError } from "@/lib/api/errors";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useControlProgram } from "../api/control-program";
import { useProgram } from "../api/get-program";
import { isActive, type ProgramName } from "./program-state";

const DAYS = { first: 1, last: 30, usual: 3 };

/** The three programs. `enabled` is false while there is no camera to work on. */
export function ProgramCards({ enabled }: { enabled: boolean }) {
  const t = useTranslations("program");
  const [days, setDays] = useState(String(DAYS.usual));
  const [path, setPath] = useState("");
  const wantedDays = Number(days);
  const daysFit = Number.isInteger(wantedDays) && wantedDays >= DAYS.first && wantedDays <= DAYS.last;
  return (
    <Grid templateColumns={{ base: "minmax(0, 1fr)", md: "repeat(3, minmax(0, 1fr))" }} gap="4">
      <Card name="first" enabled={enabled && daysFit} command={{ days: wantedDays }}>
        <Field.Root invalid={!daysFit} orientation="horizontal" justifyContent="flex-start" gap="2">
          <Field.Label whiteSpace="nowrap">{t("cards.first.days")}</Field.Label>
          <Input
            size="sm"
            type="number"
            inputMode="numeric"
            w="20"
            min={DAYS.first}
            max={DAYS.last}
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
          {!daysFit && <Field.ErrorText>{t("cards.first.daysRange", { min: DAYS.first, max: DAYS.last })}</Field.ErrorText>}
        </Field.Root>
      </Card>
      <Card name="default" enabled={enabled} command={{}} />
      <Card name="custom" enabled={enabled && path.trim() !== ""} command={{ custom_path: path.trim() }}>
        <Input
          size="sm"
          aria-label={t("cards.custom.path")}
          placeholder={t("cards.custom.placeholder")}
          fontFamily="mono"
          fontSize="xs"
          spellCheck={false}
          autoComplete="off"
          value={path}
          onChange={(event) => setPath(event.target.value)}
        />
      </Card>
    </Grid>
  );
}

type CardProps = {
  name: ProgramName;
  enabled: boolean;
  command: { days?: number; custom_path?: string };
  children?: ReactNode;
};

function Card({ name, enabled, command, children }: CardProps) {
  const t = useTranslations("program");
  const text = useErrorText();
  const program = useProgram();
  const control = useControlProgram();
  const runs = program.data !== undefined && isActive(program.data) && program.data.program === name;
  const usable = enabled && program.data !== undefined;

  function start(submitted: FormEvent) {
    submitted.preventDefault();
    if (!usable) return;
    control.mutate(
      { action: "run", program: name, ...command },
      {
        onError: (error) =>
          toaster.error({
            title: t("startFailed"),
            description: asApiError(error).code === "forbidden" ? t("notAllowed") : text(error),
          }),
      },
    );
  }

  return (
    <Flex
      as="form"
      onSubmit={start}
      direction="column"
      gap="2"
      bg="bg.panel"
      borderWidth="1px"
      borderColor={runs ? "brand.solid" : "border"}
      rounded="lg"
      p="4"
    >
      <Heading as="h2" size="sm" fontWeight="semibold">
        {t(`cards.${name}.title`)}
      </Heading>
      <Text color="fg.muted" lineHeight="short" flex="1">
        {t(`cards.${name}.text`)}
      </Text>
      <Flex align="center" minH="9">
        {children}
      </Flex>
      <Button
        type="submit"
        size="sm"
        alignSelf="flex-start"
        variant={name === "default" ? "solid" : "outline"}
        colorPalette={name === "default" ? "brand" : "gray"}
        disabled={!usable || (runs && name !== "custom")}
        loading={control.isPending}
      >
        <PlayIcon /> {runs && name !== "custom" ? t("runs") : t(`cards.${name}.start`)}
      </Button>
    </Flex>
  );
}
