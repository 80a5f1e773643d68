"use client";

import { Skeleton } from "@chakra-ui/react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { CameraIcon } from "@/components/icons";
import type { Camera } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";
import { useLate } from "@/lib/typing/use-late";

import { useCameraRecordings } from "../api/get-camera-recordings";
import { useFrame } from "../hooks/use-frame";
import { momentAt, reelOf, type Moment } from "./footage";
import { RegionDesk } from "./region-desk";

type Props = {
  cameraId: number;
  /** Called once the regions are saved. */
  onSaved?: () => void;
};

/** Frames are fetched when the scrubber rests this long. */
const REST_MS = 120;

/**
 * Draw, check, try and save the regions of one camera on its own recordings. Stands alone: it can be put on any page.
 */
export function RegionEditor({ cameraId, onSaved }: Props) {
  const cameras = useCameras();
  const camera = cameras.data?.items.find((one) => one.id === cameraId);
  if (camera) return <Editor key={cameraId} camera={camera} onSaved={onSaved} />;
  if (cameras.error) return <ErrorPanel error={cameras.error} onRetry={() => void cameras.refetch()} />;
  return cameras.data ? <NoFrame reason="noCamera" /> : <Skeleton aspectRatio="16 / 9" maxH="60vh" w="full" />;
}

function Editor({ camera, onSaved }: { camera: Camera; onSaved?: () => void }) {
  const recordings = useCameraRecordings(camera.id);
  const reel = useMemo(() => reelOf(recordings.data?.items ?? []), [recordings.data]);
  const [picked, setPicked] = useState<Moment | null>(null);
  // The newest recording, in its middle: at its ends nobody is at the table.
  const first = useMemo(() => {
    const newest = reel.recordings.at(-1);
    return newest ? momentAt(reel, reel.lengthMs - newest.duration_ms / 2) : null;
  }, [reel]);
  const moment = picked ?? first;
  const rested = useLate(moment, REST_MS) ?? moment;
  const { frame, loading, failed } = useFrame(camera.id, rested?.recordingId ?? null, rested?.atMs ?? 0);
  // Recordings may differ in size; what is drawn stays in px of the first frame that was shown.
  const [size, setSize] = useState(frame?.size ?? null);
  if (size === null && frame) setSize(frame.size);

  if (moment && frame && size) {
    return (
      <RegionDesk
        camera={camera}
        reel={reel}
        moment={moment}
        frameUrl={frame.url}
        frame={size}
        loading={loading}
        failed={failed}
        onMoment={setPicked}
        onSaved={onSaved}
      />
    );
  }
  if (recordings.isPending || loading) return <Skeleton aspectRatio="16 / 9" maxH="60vh" w="full" />;
  if (recordings.error) return <ErrorPanel error={recordings.error} onRetry={() => void recordings.refetch()} />;
  return <NoFrame reason={failed ? "frameFailed" : "noFrameText"} />;
}

function NoFrame({ reason }: { reason: "noCamera" | "frameFailed" | "noFrameText" }) {
  const t = useTranslations("regions");
  return (
    <StatePanel icon={<CameraIcon />} title={t("noFrame")}>
      {t(reason)}
    </StatePanel>
  );
}
