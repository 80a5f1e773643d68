"use client";

import { chakra } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { WarningIcon } from "@/components/icons";
import type { Camera } from "@/lib/api/types";

/** Which regions a camera has, in a few words, with a warning when it has none. */
export function RegionsText({ camera }: { camera: Camera }) {
  const t = useTranslations("cameras");
  const { trigger, label, packing } = camera.regions;
  const count = [trigger, label, packing].filter(Boolean).length;
  if (count > 0) return trigger ? t("withSticker", { count }) : t("withoutSticker", { count });
  return (
    <chakra.span color="mark.fg">
      <WarningIcon display="inline" verticalAlign="text-bottom" /> {t("wholeFrame")}
    </chakra.span>
  );
}
