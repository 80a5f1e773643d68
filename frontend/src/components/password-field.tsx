"use client";

import { Button, Field, Input, InputGroup } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What password managers are told. */
  kind: "current-password" | "new-password";
  help?: string;
  error?: string;
  autoFocus?: boolean;
};

/** A password that can be looked at while it is typed. */
export function PasswordField({ label, value, onChange, kind, help, error, autoFocus }: Props) {
  const t = useTranslations("session");
  const [seen, setSeen] = useState(false);
  return (
    <Field.Root required invalid={error !== undefined}>
      <Field.Label>{label}</Field.Label>
      <InputGroup
        endElement={
          <Button size="2xs" variant="ghost" colorPalette="gray" me="-1" aria-pressed={seen} onClick={() => setSeen(!seen)}>
            {seen ? t("hide") : t("show")}
          </Button>
        }
      >
        <Input
          type={seen ? "text" : "password"}
          name="password"
          autoComplete={kind}
          autoFocus={autoFocus}
          value={value}
          maxLength={1000}
          pe="16"
          onChange={(event) => onChange(event.target.value)}
        />
      </InputGroup>
      {help && <Field.HelperText>{help}</Field.HelperText>}
      {error && <Field.ErrorText>{error}</Field.ErrorText>}
    </Field.Root>
  );
}
