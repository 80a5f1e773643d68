"use client";

import { Button, Flex, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { CameraIcon, RegionIcon } from "@/components/icons";
import { cameraPath } from "@/config/paths";
import type { Camera } from "@/lib/api/types";

import { RegionsText } from "./regions-text";

/** A camera in a list: what it works with, and the way to its regions. */
export function CameraLine({ camera }: { camera: Camera }) {
  const t = useTranslations("cameras");
  return (
    <Flex align="center" gap="2" pl="6" pr="4" py="1.5">
      <CameraIcon color="fg.subtle" />
      <Flex direction="column" flex="1" minW="0">
        <Text truncate>{camera.name}</Text>
        <Text fontSize="xs" color="fg.muted" truncate>
          <RegionsText camera={camera} />
        </Text>
      </Flex>
      <Button asChild size="xs" variant="outline" colorPalette="gray">
        <PageLink href={cameraPath(camera.id)} aria-label={t("open", { name: camera.name })}>
          <RegionIcon /> {t("edit")}
        </PageLink>
      </Button>
    </Flex>
  );
}
