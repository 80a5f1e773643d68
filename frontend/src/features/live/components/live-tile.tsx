"use client";

import { Badge, Box, chakra, Flex, Heading, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { WarningIcon } from "@/components/icons";
import { PageLink } from "@/components/page-link";
import { livePath } from "@/config/paths";
import type { LiveCamera } from "@/lib/api/types";
import { useCameraZone } from "@/lib/cameras/cameras";
import { useTroubleTexts } from "@/lib/sources/use-trouble-texts";
import { useTimes } from "@/lib/time/use-times";

import { lookOf } from "../hooks/live-state";
import { LiveFigures } from "./live-figures";
import { LivePicture } from "./live-picture";

const Link = chakra(PageLink);

/** One camera of the wall: its picture, how it is, and the way to its large picture. */
export function LiveTile({ camera }: { camera: LiveCamera & { name: string } }) {
  const t = useTranslations("live");
  const look = lookOf(camera);
  return (
    <Box
      as="li"
      position="relative"
      bg="bg.panel"
      borderWidth="2px"
      borderColor={look.lost ? "red.solid" : "border"}
      rounded="lg"
      overflow="hidden"
      data-camera={camera.camera_id}
      data-state={look.state}
      _focusWithin={{ outline: "2px solid", outlineColor: "brand.focusRing" }}
    >
      <LivePicture camera={camera} />
      <Box px="3" py="2">
        <Flex align="center" gap="2">
          <Heading as="h2" size="sm" fontWeight="semibold" truncate flex="1">
            <Link href={livePath(camera.camera_id)} aria-label={t("open", { name: camera.name })} _after={{ content: '""', position: "absolute", inset: 0 }} outline="none">
              {camera.name}
            </Link>
          </Heading>
          <StateOf camera={camera} />
        </Flex>
        {look.lost ? <LostLine camera={camera} /> : <LiveFigures camera={camera} />}
      </Box>
    </Box>
  );
}

export function StateOf({ camera }: { camera: LiveCamera }) {
  const t = useTranslations("live.state");
  const { state, tone, lost } = lookOf(camera);
  return (
    <Badge colorPalette={tone} variant={lost ? "solid" : "subtle"} gap="1">
      {tone === "green" && <Box boxSize="1.5" rounded="full" bg="currentcolor" aria-hidden />}
      {t(state)}
    </Badge>
  );
}

/** Why there is no picture, and since when. */
export function LostLine({ camera }: { camera: LiveCamera }) {
  const t = useTranslations("live");
  const words = useTroubleTexts();
  const times = useTimes();
  const zone = useCameraZone()(camera.camera_id);
  const cause = words.title(camera.trouble ?? "source_lost");
  return (
    <Flex gap="1.5" color="red.fg" fontSize="xs" align="flex-start" role="status">
      <WarningIcon />
      <Text truncate>{t("lostSince", { cause, when: times.clock(camera.since_ms, zone) })}</Text>
    </Flex>
  );
}
