"use client";

import { Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CameraIcon, RegionIcon } from "@/components/icons";
import type { Camera } from "@/lib/api/types";

/** A camera in a list: what it works with, and the way to its regions. */
export function CameraLine({ camera, onEdit }: { camera: Camera; onEdit: (camera: Camera) => void }) {
  const t = useTranslations("cameras");
  const { trigger, label, packing } = camera.regions;
  const drawn = [trigger, label, packing].filter(Boolean).length;
  return (
    <Flex align="center" gap="2" pl="6" pr="4" py="1.5">
      <CameraIcon color="fg.subtle" />
      <Flex direction="column" flex="1" minW="0">
        <Text truncate>{camera.name}</Text>
        <Text fontSize="xs" color={drawn > 0 ? "fg.muted" : "mark.fg"} truncate>
          {drawn === 0 ? t("wholeFrame") : trigger ? t("withSticker", { count: drawn }) : t("withoutSticker", { count: drawn })}
        </Text>
      </Flex>
      <Button size="xs" variant="outline" colorPalette="gray" aria-label={t("editOf", { name: camera.name })} onClick={() => onEdit(camera)}>
        <RegionIcon /> {t("edit")}
      </Button>
    </Flex>
  );
}
