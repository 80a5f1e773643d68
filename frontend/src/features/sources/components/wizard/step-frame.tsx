"use client";

import { Button, chakra, Flex, Heading, Text } from "@chakra-ui/react";
import { useEffect, useRef, type FormEvent, type ReactNode } from "react";
import { useTranslations } from "use-intl";

type Props = {
  title: string;
  text?: ReactNode;
  children: ReactNode;
  onBack?: () => void;
  onCancel?: () => void;
  onNext: () => void;
  next?: string;
  nextDisabled?: boolean;
  busy?: boolean;
};

/** A step of the wizard: a heading that takes the focus, its content, and the ways on. Enter goes on. */
export function WizardStep({ title, text, children, onBack, onCancel, onNext, next, nextDisabled = false, busy = false }: Props) {
  const t = useTranslations("wizard");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!nextDisabled && !busy) onNext();
  }

  return (
    <chakra.form noValidate onSubmit={submit} display="flex" flexDirection="column" gap="4" pb="2">
      <div>
        <Heading ref={heading} as="h3" size="md" fontWeight="semibold" tabIndex={-1} outline="none">
          {title}
        </Heading>
        {text && (
          <Text as="div" color="fg.muted">
            {text}
          </Text>
        )}
      </div>
      {children}
      <Flex gap="2" justify="flex-end" align="center" wrap="wrap" position="sticky" bottom="0" bg="bg.panel" borderTopWidth="1px" py="3" zIndex="1">
        {onBack && (
          <Button type="button" variant="ghost" colorPalette="gray" mr="auto" onClick={onBack}>
            {t("back")}
          </Button>
        )}
        {onCancel && (
          <Button type="button" variant="ghost" colorPalette="gray" onClick={onCancel}>
            {t("cancel")}
          </Button>
        )}
        <Button type="submit" loading={busy} disabled={nextDisabled}>
          {next ?? t("next")}
        </Button>
      </Flex>
    </chakra.form>
  );
}
