"use client";

import { Box, Grid, Image, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

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
  const times = useTimes();
  const when = `${times.dayAndTime(sample.when_ms, health.timezone)} ${zoneLabel(sample.when_ms, health.timezone)}`;
  return (
    <Box as="figure">
      <Image src={samplePicture(sample)} alt={`${health.camera_name}, ${title}: ${when}`} w="full" aspectRatio="16 / 9" objectFit="contain" bg="black" rounded="md" loading="lazy" />
      <Text as="figcaption" fontSize="xs" color="fg.muted" mt="1">
        <Text as="span" color="fg" fontWeight="medium">
          {title}
        </Text>{" "}
        {when}
      </Text>
    </Box>
  );
}
