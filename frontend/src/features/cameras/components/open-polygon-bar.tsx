"use client";

import { Button, Flex } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

type Props = {
  /** At the top of the stage, else at its bottom: where the hand is not. */
  atTop: boolean;
  canClose: boolean;
  onClose: () => void;
  onDrop: () => void;
};

/** Ends the polygon that is being drawn, for who has no Enter and Escape. */
export function OpenPolygonBar({ atTop, canClose, onClose, onDrop }: Props) {
  const t = useTranslations("regions");
  return (
    <Flex
      role="group"
      aria-label={t("openPolygon")}
      position="absolute"
      insetX="0"
      {...(atTop ? { top: "2" } : { bottom: "2" })}
      mx="auto"
      w="fit-content"
      gap="1"
      p="1"
      bg="bg.panel"
      rounded="md"
      shadow="md"
    >
      <Button size="xs" disabled={!canClose} onClick={onClose}>
        {t("close")}
      </Button>
      <Button size="xs" variant="ghost" colorPalette="gray" onClick={onDrop}>
        {t("drop")}
      </Button>
    </Flex>
  );
}
