"use client";

import { Box, Button, Field, Flex, Input, Stack, Textarea } from "@chakra-ui/react";
import { useRef, useState, type DragEvent, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { FolderIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useActivate, useInstall, usePackages } from "../api/plan";

/** As much as the server takes; a licence has about one thousand characters. */
const LONGEST = 16_384;
const SHAPE_OF_KEY = "EPACK-XXXX-XXXX-XXXX-XXXX";

/** A licence that was bought elsewhere: by its key, or by its text or file without any network. */
export function LicenceEntry() {
  const t = useTranslations("plan.entry");
  const sold = usePackages().data?.seller !== "none";
  return (
    <Panel title={t("title")}>
      <Stack gap="0">
        {sold && <KeyForm />}
        <TextForm />
      </Stack>
    </Panel>
  );
}

function KeyForm() {
  const t = useTranslations("plan.entry");
  const text = useErrorText();
  const activate = useActivate();
  const [key, setKey] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!key.trim() || activate.isPending) return;
    activate.mutate(key, {
      onSuccess: () => {
        setKey("");
        toaster.success({ title: t("done") });
      },
    });
  }

  return (
    <Box as="form" onSubmit={submit} px="4" py="4" borderBottomWidth="1px">
      <Field.Root invalid={activate.isError}>
        <Field.Label>{t("key")}</Field.Label>
        <Flex gap="2" w="full" wrap="wrap">
          <Input
            flex="1"
            minW="min(100%, 16rem)"
            maxW="26rem"
            fontFamily="mono"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            placeholder={SHAPE_OF_KEY}
            maxLength={60}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
          <Button type="submit" loading={activate.isPending} disabled={!key.trim()}>
            {t("activate")}
          </Button>
        </Flex>
        <Field.HelperText>{t("keyHelp")}</Field.HelperText>
        {activate.error && !activate.isPending && <Field.ErrorText>{text(activate.error)}</Field.ErrorText>}
      </Field.Root>
    </Box>
  );
}

function TextForm() {
  const t = useTranslations("plan.entry");
  const words = useErrorText();
  const install = useInstall();
  const chooser = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const [over, setOver] = useState(false);

  async function take(file: File | undefined) {
    setOver(false);
    if (!file) return;
    install.reset();
    if (file.size > LONGEST) return setRefused(t("tooLarge"));
    const content = await file.text();
    // A picture or a program has bytes that no text has.
    if (content.includes("\0")) return setRefused(t("noText"));
    setRefused(null);
    setText(content);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!text.trim() || install.isPending) return;
    setRefused(null);
    install.mutate(text, {
      onSuccess: () => {
        setText("");
        toaster.success({ title: t("done") });
      },
    });
  }

  return (
    <Box
      as="form"
      onSubmit={submit}
      px="4"
      py="4"
      bg={over ? "brand.subtle" : undefined}
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Stack gap="3">
        <Field.Root invalid={install.isError}>
          <Field.Label>{t("text")}</Field.Label>
          <Textarea
            rows={4}
            fontFamily="mono"
            fontSize="xs"
            spellCheck={false}
            maxLength={LONGEST}
            value={text}
            onChange={(event) => {
              setRefused(null);
              setText(event.target.value);
            }}
          />
          <Field.HelperText>{t("textHelp")}</Field.HelperText>
          {install.error && !install.isPending && <Field.ErrorText>{words(install.error)}</Field.ErrorText>}
        </Field.Root>
        {refused && <Notice>{refused}</Notice>}
        <Flex gap="2" wrap="wrap">
          <Button type="submit" loading={install.isPending} disabled={!text.trim()}>
            {t("install")}
          </Button>
          <Input
            ref={chooser}
            type="file"
            srOnly
            tabIndex={-1}
            aria-label={t("choose")}
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
          <Button variant="outline" colorPalette="gray" onClick={() => chooser.current?.click()}>
            <FolderIcon /> {t("choose")}
          </Button>
        </Flex>
      </Stack>
    </Box>
  );
}
