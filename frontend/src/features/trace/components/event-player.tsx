"use client";

import { useCallback, useRef, useState, type Ref } from "react";
import { useTranslations } from "use-intl";

import type { EventDetail } from "@/lib/api/types";

import { useViews } from "../api/get-views";
import { ScopeBar } from "./scope-bar";
import { wholeEvent, type Scope, type PlayerHandle, type Stretch } from "./player";
import { VideoPlayer } from "./video-player";

type Props = {
  eventId: string;
  detail: EventDetail | undefined;
  onSettled: () => void;
  ref: Ref<PlayerHandle>;
};

/** The player of an event, and what else it can show: the minutes around, other cameras, marked moments. */
export function EventPlayer({ eventId, detail, onSettled, ref }: Props) {
  const t = useTranslations("player");
  const [scope, setScope] = useState<Scope>(wholeEvent);
  const [settled, setSettled] = useState(false);
  const [beginMs, setBeginMs] = useState<number>();
  const now = useRef<number | undefined>(undefined);
  const views = useViews(eventId, scope, settled);
  const cameras = views.data?.items ?? [];
  const isWhole = scope.beforeMs === 0 && scope.afterMs === 0 && scope.cameraId === null;
  const view = scope.cameraId === null ? cameras[0] : cameras.find((one) => one.camera_id === scope.cameraId);
  const stretch: Stretch | undefined = isWhole
    ? detail && { fromMs: detail.video_from_ms, toMs: detail.video_to_ms }
    : view && !views.isPlaceholderData
      ? { fromMs: view.from_ms, toMs: view.to_ms }
      : undefined;

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
      />
      <ScopeBar scope={scope} cameras={cameras} onScope={change} />
    </>
  );
}
