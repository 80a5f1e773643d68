"use client";

import { Box, Flex, Grid, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { FramePicture } from "@/components/frame-picture";
import { CameraIcon } from "@/components/icons";
import type { CameraHealth, HealthSample } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { samplePicture } from "../api/get-health";

/** What the camera saw when it was normal, beside what it sees now. */
export function ThenAndNow({ health }: { health: CameraHealth }) {
  const t = useTranslations("health");
  return (
    <Grid templateColumns="repeat(auto-fit, minmax(min(100%, 16rem), 1fr))" gap="3">
      {health.baseline && <Frame title={t("then")} sample={health.baseline.sample} health={health} />}
      {health.sample && <Frame title={t("now")} sample={health.sample} health={health} />}
    </Grid>
  );
}

function Frame({ title, sample, health }: { title: string; sample: HealthSample; health: CameraHealth }) {
  const t = useTranslations("health");
  const times = useTimes();
  const picture = samplePicture(sample);
  const when = `${times.dayAndTime(sample.when_ms, health.timezone)} ${zoneLabel(sample.when_ms, health.timezone)}`;
  // What was normal is remembered for longer than its recording is kept.
  const none = (
    <Flex direction="column" align="center" justify="center" gap="1" px="4" h="full" w="full" bg="bg.muted" color="fg.muted" textAlign="center">
      <CameraIcon fontSize="2xl" />
      {t("pictureGone")}
    </Flex>
  );
  return (
    <Box as="figure">
      <Box position="relative" aspectRatio="16 / 9" bg="black" rounded="md" overflow="hidden">
        <FramePicture key={picture} src={picture} alt={`${health.camera_name}, ${title}: ${when}`} fit="contain" none={none} />
      </Box>
      <Text as="figcaption" fontSize="xs" color="fg.muted" mt="1">
        <Text as="span" color="fg" fontWeight="medium">
          {title}
        </Text>{" "}
        {when}
      </Text>
    </Box>
  );
}
