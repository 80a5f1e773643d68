"use client";

import { Box, Button, Flex, Grid, Skeleton, Spinner, Stack, Text } from "@chakra-ui/react";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { FramePicture } from "@/components/frame-picture";
import { CameraIcon, PlusIcon } from "@/components/icons";
import { apiUrl } from "@/lib/api/client";
import type { Camera } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";
import { useRefreshOn } from "@/lib/live/use-refresh-on";
import { useTimes } from "@/lib/time/use-times";

import { useSpace } from "../api/get-space";
import { setupKeys } from "../api/keys";
import { StepFrame } from "./step-frame";

type Props = { form: (onAdded: () => void) => ReactNode; onNext: () => void };

/** Where the recordings are: the folder, the cameras in it with their files, and a look at what each sees. */
export function SourceStep({ form, onNext }: Props) {
  const t = useTranslations("setup.source");
  const cameras = useCameras();
  const [adding, setAdding] = useState(false);
  const items = cameras.data?.items ?? [];
  // Thousands of files take minutes to be found; how many there are is told as it grows.
  useRefreshOn(["recording", "program"], setupKeys.spaces, 2_000);
  const showForm = adding || (cameras.data !== undefined && items.length === 0);
  return (
    <StepFrame step="source" incomplete={items.length === 0} onNext={onNext}>
      {cameras.data ? (
        <>
          {items.length > 0 && (
            <Grid as="ul" aria-label={t("cameras")} listStyleType="none" templateColumns="repeat(auto-fill, minmax(min(100%, 15rem), 1fr))" gap="4">
              {items.map((camera) => (
                <CameraLook key={camera.id} camera={camera} of={items.length} />
              ))}
            </Grid>
          )}
          {showForm ? (
            <Box borderWidth={items.length > 0 ? "1px" : "0"} rounded="lg" p={items.length > 0 ? "4" : "0"}>
              {form(() => setAdding(false))}
            </Box>
          ) : (
            <Button size="sm" variant="outline" alignSelf="flex-start" onClick={() => setAdding(true)}>
              <PlusIcon /> {t("another")}
            </Button>
          )}
        </>
      ) : cameras.error ? (
        <ErrorPanel error={cameras.error} onRetry={() => void cameras.refetch()} />
      ) : (
        <Skeleton h="40" />
      )}
    </StepFrame>
  );
}

/** A camera with a real frame, as soon as one of its recordings was found. */
function CameraLook({ camera, of }: { camera: Camera; of: number }) {
  const t = useTranslations("setup.source");
  const times = useTimes();
  const found = useSpace(0, { cameras: of }).data?.cameras.find((one) => one.camera_id === camera.id);
  return (
    <Stack as="li" gap="0" borderWidth="1px" rounded="lg" overflow="hidden" bg="bg.panel">
      <Flex aspectRatio="16 / 9" bg="bg.emphasized" color="fg.muted" align="center" justify="center" overflow="hidden">
        {found ? (
          <FramePicture
            src={apiUrl(`/cameras/${camera.id}/frame`, { width: 480, at_ms: 1000 })}
            alt={t("frameOf", { name: camera.name })}
            fit="contain"
            none={<Text px="4" textAlign="center">{t("noFrame")}</Text>}
          />
        ) : (
          <Flex gap="2" align="center">
            <Spinner size="sm" /> {t("looking")}
          </Flex>
        )}
      </Flex>
      <Flex gap="2" align="center" px="3" py="2">
        <CameraIcon color="fg.subtle" />
        <Box minW="0">
          <Text fontWeight="medium" truncate>
            {camera.name}
          </Text>
          <Text color="fg.muted" fontSize="xs" minH="4">
            {found ? t("files", { count: found.files, size: times.size(found.bytes_per_hour) }) : ""}
          </Text>
        </Box>
      </Flex>
    </Stack>
  );
}
