"use client";

import { Button, Field, Flex, Input, Textarea } from "@chakra-ui/react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { copyText } from "@/lib/clipboard";

import { CheckIcon, CopyIcon } from "./icons";

const SAID_MS = 2_500;

type Props = { label: string; value: string; help?: string; rows?: number };

/** Text to take elsewhere: it can be read whole, is selected when entered, and copied with one press. */
export function CopyField({ label, value, help, rows }: Props) {
  const shared = { value, readOnly: true, fontFamily: "mono", size: "sm", spellCheck: false } as const;
  return (
    <Field.Root readOnly>
      <Field.Label>{label}</Field.Label>
      <Flex gap="2" w="full" align="flex-start">
        {rows ? (
          <Textarea {...shared} rows={rows} resize="none" onFocus={(event) => event.target.select()} />
        ) : (
          <Input {...shared} minW="0" onFocus={(event) => event.target.select()} />
        )}
        <CopyButton value={value} label={label} />
      </Flex>
      {help && <Field.HelperText>{help}</Field.HelperText>}
    </Field.Root>
  );
}

/** `label` says what is copied, for those who do not see what stands beside the button. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const t = useTranslations("controls");
  const [done, setDone] = useState<"copied" | "notCopied" | null>(null);
  useEffect(() => {
    if (done === null) return;
    const timer = setTimeout(() => setDone(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <Button
      type="button"
      size="sm"
      variant="outline"
      flexShrink={0}
      aria-label={`${t(done ?? "copy")}: ${label}`}
      onClick={() => void copyText(value).then((copied) => setDone(copied ? "copied" : "notCopied"))}
    >
      {done === "copied" ? <CheckIcon /> : <CopyIcon />} {t(done ?? "copy")}
    </Button>
  );
}
