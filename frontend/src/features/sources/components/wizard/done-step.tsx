"use client";

import { Box, Button, Flex, Heading, Stack, Text } from "@chakra-ui/react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

import { CheckIcon } from "@/components/icons";
import { PageLink } from "@/components/page-link";
import { paths } from "@/config/paths";

import type { Kind } from "../../hooks/kinds";

type Props = { kind: Kind; live: boolean; name: string; edited: boolean; onClose: () => void; onAnother?: () => void; inline?: boolean };

/** It is stored: what happens next, and where to go. */
export function DoneStep({ kind, live, name, edited, onClose, onAnother, inline = false }: Props) {
  const t = useTranslations("wizard.done");
  const close = useTranslations("wizard");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Stack gap="4" pb="4">
      <Flex gap="3" align="center">
        <Flex boxSize="9" rounded="full" bg="brand.solid" color="brand.contrast" align="center" justify="center" fontSize="lg">
          <CheckIcon />
        </Flex>
        <Heading ref={heading} as="h3" size="md" fontWeight="semibold" tabIndex={-1} outline="none" overflowWrap="anywhere">
          {t(edited ? "edited" : "title", { name })}
        </Heading>
      </Flex>
      <Box>
        <Text fontWeight="medium" mb="1">
          {t("next")}
        </Text>
        <Stack as="ol" gap="1.5" listStyleType="decimal" ps="5">
          <li>{t(kind === "local" ? "local" : live ? "live" : "pull")}</li>
          <li>{t("regions")}</li>
          <li>{t("problems")}</li>
        </Stack>
      </Box>
      <Flex gap="2" wrap="wrap" justify="flex-end">
        {onAnother && (
          <Button variant="ghost" colorPalette="gray" mr="auto" onClick={onAnother}>
            {t("another")}
          </Button>
        )}
        {!inline && live && (
          <Button asChild variant="outline">
            <PageLink href={paths.live}>{t("toLive")}</PageLink>
          </Button>
        )}
        {!inline && !live && (
          <Button asChild variant="outline">
            <PageLink href={paths.cameras}>{t("toRegions")}</PageLink>
          </Button>
        )}
        <Button onClick={onClose}>{close("close")}</Button>
      </Flex>
    </Stack>
  );
}
