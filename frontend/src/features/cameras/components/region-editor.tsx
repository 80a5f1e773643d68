"use client";

import { Button, Skeleton } from "@chakra-ui/react";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { CameraIcon, RetryIcon } from "@/components/icons";
import type { Camera } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";
import { useLate } from "@/lib/typing/use-late";

import { useCameraRecordings } from "../api/get-camera-recordings";
import { useFrame } from "../hooks/use-frame";
import { momentAt, reelOf, type Moment, type Reel } from "./footage";
import { RegionDesk } from "./region-desk";

type Props = {
  cameraId: number;
  /** Called once the regions are saved. */
  onSaved?: () => void;
};

/** Frames are fetched when the scrubber rests this long. */
const REST_MS = 120;
/** Newest recordings that are tried for a picture before it is said that there is none. */
const MOST_PASSED = 10;

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
  // Recordings without a picture (broken, still growing, unplugged) that were passed over to begin with.
  const [passed, setPassed] = useState(0);
  const first = useMemo(() => middleOf(reel, passed), [reel, passed]);
  const moment = picked ?? first;
  const rested = useLate(moment, REST_MS) ?? moment;
  const { frame, loading, failed, again } = useFrame(camera.id, rested?.recordingId ?? null, rested?.atMs ?? 0);
  // Recordings may differ in size; what is drawn stays in px of the first frame that was shown.
  const [size, setSize] = useState(frame?.size ?? null);
  if (size === null && frame) {
    setSize(frame.size);
    // Recordings that are found later do not change the picture under the hands of who draws.
    setPicked(rested);
  }
  const isSettled = rested === moment;
  const canPass = failed && size === null && isSettled && passed < MOST_PASSED && passed + 1 < reel.recordings.length;
  if (canPass) setPassed(passed + 1);

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
  if (recordings.isPending || loading || canPass || !isSettled) return <Skeleton aspectRatio="16 / 9" maxH="60vh" w="full" />;
  if (recordings.error) return <ErrorPanel error={recordings.error} onRetry={() => void recordings.refetch()} />;
  if (!failed) return <NoFrame reason="noFrameText" />;
  return (
    <NoFrame
      reason="noneOpens"
      onRetry={() => {
        setPassed(0);
        again();
        void recordings.refetch();
      }}
    />
  );
}

/** The middle of the newest recording but `passed`: at its ends nobody is at the table. */
function middleOf(reel: Reel, passed: number): Moment | null {
  const index = reel.recordings.length - 1 - passed;
  const [recording, startMs] = [reel.recordings[index], reel.startsMs[index]];
  return recording && startMs !== undefined ? momentAt(reel, startMs + recording.duration_ms / 2) : null;
}

function NoFrame({ reason, onRetry }: { reason: "noCamera" | "noneOpens" | "noFrameText"; onRetry?: () => void }) {
  const t = useTranslations("regions");
  const c = useTranslations("controls");
  return (
    <StatePanel
      icon={<CameraIcon />}
      title={t("noFrame")}
      actions={
        onRetry && (
          <Button size="sm" variant="outline" onClick={onRetry}>
            <RetryIcon /> {c("tryAgain")}
          </Button>
        )
      }
    >
      {t(reason)}
    </StatePanel>
  );
}
