"use client";

import { AspectRatio, Badge, Box, chakra, Flex, Heading, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { FramePicture } from "@/components/frame-picture";
import { CameraIcon } from "@/components/icons";
import { cameraPath } from "@/config/paths";
import { apiUrl } from "@/lib/api/client";
import type { Camera } from "@/lib/api/types";

import { useRecordingCount } from "../api/get-camera-recordings";
import { RegionOutlines } from "./region-outlines";
import { RegionsText } from "./regions-text";

const Link = chakra(PageLink);

/** A camera in the list: what it sees with its regions, how many files it has, and what is amiss. */
export function CameraCard({ camera }: { camera: Camera }) {
  const t = useTranslations("cameras");
  const files = useRecordingCount(camera.id).data;
  return (
    <Box
      as="li"
      position="relative"
      bg="bg.panel"
      borderWidth="1px"
      rounded="lg"
      overflow="hidden"
      _hover={{ borderColor: "border.emphasized" }}
      _focusWithin={{ borderColor: "brand.focusRing" }}
    >
      <Picture camera={camera} hasFiles={files === undefined || files > 0} />
      <Box px="3" py="2.5">
        <Flex align="center" gap="2">
          <Heading as="h2" size="sm" fontWeight="semibold" truncate flex="1">
            <Link href={cameraPath(camera.id)} _after={{ content: '""', position: "absolute", inset: 0 }} aria-label={t("open", { name: camera.name })}>
              {camera.name}
            </Link>
          </Heading>
          {!camera.enabled && (
            <Badge colorPalette="gray" size="sm">
              {t("off")}
            </Badge>
          )}
        </Flex>
        <Text fontSize="xs" color="fg.muted" truncate>
          <RegionsText camera={camera} />
        </Text>
        <Text fontSize="xs" color={files === 0 ? "mark.fg" : "fg.muted"} minH="4">
          {files !== undefined && t("files", { count: files })}
        </Text>
      </Box>
    </Box>
  );
}

function Picture({ camera, hasFiles }: { camera: Camera; hasFiles: boolean }) {
  const t = useTranslations("cameras");
  const none = (
    <Flex direction="column" gap="1" color="fg.subtle" fontSize="xs">
      <CameraIcon fontSize="2xl" />
      {t("noPicture")}
    </Flex>
  );
  return (
    <AspectRatio ratio={16 / 9} bg="bg.muted">
      {hasFiles ? (
        <Box>
          <FramePicture src={apiUrl(`/cameras/${camera.id}/frame`, { at_ms: 2_000, width: 480 })} alt={t("picture", { name: camera.name })} fit="fill" none={none}>
            <RegionOutlines regions={camera.regions} />
          </FramePicture>
        </Box>
      ) : (
        none
      )}
    </AspectRatio>
  );
}
