"use client";

import { Button, IconButton } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { useLocaleChoice } from "@/lib/i18n/locale-provider";
import { setColorMode, useColorMode } from "@/lib/theme/color-mode";

import { MoonIcon, SunIcon } from "../icons";

/** Changes to the other language, and says so in that language. */
export function LanguageButton() {
  const t = useTranslations("shell");
  const { locale, choose } = useLocaleChoice();
  const other = locale === "en" ? "vi" : "en";
  return (
    <Button
      size="sm"
      variant="ghost"
      colorPalette="gray"
      px="2"
      minW="9"
      fontSize="xs"
      fontWeight="semibold"
      lang={other}
      title={t("otherLanguage")}
      // The letters that are seen must be part of the name that is spoken to.
      aria-label={`${locale.toUpperCase()}: ${t("otherLanguage")}`}
      onClick={() => choose(other)}
    >
      {locale.toUpperCase()}
    </Button>
  );
}

export function ThemeButton() {
  const t = useTranslations("shell");
  const mode = useColorMode();
  const other = mode === "light" ? "dark" : "light";
  const label = other === "dark" ? t("toDark") : t("toLight");
  return (
    <IconButton
      size="sm"
      variant="ghost"
      colorPalette="gray"
      aria-label={label}
      title={label}
      onClick={() => setColorMode(other)}
    >
      {mode === "light" ? <MoonIcon /> : <SunIcon />}
    </IconButton>
  );
}
