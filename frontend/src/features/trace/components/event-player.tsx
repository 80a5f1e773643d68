"use client";

import { useCallback, useRef, useState, type Ref } from "react";
import { useTranslations } from "use-intl";

import type { EventDetail } from "@/lib/api/types";

import { useViews } from "../api/get-views";
import { useTogether } from "../hooks/use-together";
import { ScopeBar } from "./scope-bar";
import { wholeEvent, type Scope, type PlayerHandle, type Stretch } from "./player";
import { SideViews } from "./side-views";
import { VideoPlayer } from "./video-player";

type Props = {
  eventId: string;
  detail: EventDetail | undefined;
  onSettled: () => void;
  ref: Ref<PlayerHandle>;
};

/** Each is a video of its own to be read and drawn. */
const MOST_SIDE_VIEWS = 4;

/** The player of an event, and what else it can show: the minutes around, other cameras, marked moments. */
export function EventPlayer({ eventId, detail, onSettled, ref }: Props) {
  const t = useTranslations("player");
  const [scope, setScope] = useState<Scope>(wholeEvent);
  const [settled, setSettled] = useState(false);
  const [beginMs, setBeginMs] = useState<number>();
  const now = useRef<number | undefined>(undefined);
  const [leader, setLeader] = useState<HTMLVideoElement | null>(null);
  const [together, setTogether] = useTogether();
  const views = useViews(eventId, scope, settled);
  const cameras = views.data?.items ?? [];
  const isWhole = scope.beforeMs === 0 && scope.afterMs === 0 && scope.cameraId === null;
  const view = scope.cameraId === null ? cameras[0] : cameras.find((one) => one.camera_id === scope.cameraId);
  const stretch: Stretch | undefined = isWhole
    ? detail && { fromMs: detail.video_from_ms, toMs: detail.video_to_ms }
    : view && !views.isPlaceholderData
      ? { fromMs: view.from_ms, toMs: view.to_ms }
      : undefined;

  const others = settled ? cameras.filter((one) => one.camera_id !== view?.camera_id).slice(0, MOST_SIDE_VIEWS) : [];

  const settle = useCallback(() => {
    setSettled(true);
    onSettled();
  }, [onSettled]);

  function change(next: Scope) {
    // The other video goes on where this one is.
    setBeginMs(now.current);
    setScope(next);
  }

  return (
    <>
      <VideoPlayer
        key={`${scope.beforeMs} ${scope.afterMs} ${scope.cameraId}`}
        ref={ref}
        eventId={eventId}
        scope={scope}
        stretch={stretch}
        detail={detail}
        beginMs={beginMs ?? detail?.start_ms}
        label={t("video")}
        onTime={(atMs) => {
          now.current = atMs;
        }}
        onSettled={settle}
        onVideo={setLeader}
        beside={
          together &&
          others.length > 0 && (
            <SideViews
              eventId={eventId}
              scope={scope}
              views={others}
              leader={leader}
              leaderFromMs={stretch?.fromMs}
              onEnlarge={(cameraId) => change({ ...scope, cameraId: cameraId === cameras[0]?.camera_id ? null : cameraId })}
            />
          )
        }
      />
      <ScopeBar scope={scope} cameras={cameras} together={together} onScope={change} onTogether={setTogether} />
    </>
  );
}
