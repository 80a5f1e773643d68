"use client";

import { Skeleton } from "@chakra-ui/react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useRef } from "react";

import { searchPath } from "@/config/paths";
import { SetupView } from "@/features/setup/components/setup-view";
import { FirstSource } from "@/features/sources/components/first-source";
import type { ClipHandle } from "@/features/trace/components/clip-section";
import type { PlayerHandle } from "@/features/trace/components/player";
import { insist } from "@/lib/parts/insist";

// Only needed some steps later: the first page of a fresh machine stays light.
const RegionEditor = dynamic(
  () => insist(() => import("@/features/cameras/components/region-editor")).then((module) => module.RegionEditor),
  { loading: () => <Skeleton aspectRatio="16 / 9" maxH="60vh" w="full" /> },
);
const EventPanel = dynamic(
  () => insist(() => import("@/features/trace/components/event-panel")).then((module) => module.EventPanel),
  { loading: () => <Skeleton aspectRatio="16 / 9" w="full" /> },
);

/** No other pictures wait for the player here. */
const nothingElseWaits = () => {};

/** Puts what the features offer into the steps of the set-up. */
export function SetupPage() {
  const router = useRouter();
  const player = useRef<PlayerHandle>(null);
  const clips = useRef<ClipHandle>(null);
  return (
    <SetupView
      parts={{
        sourceForm: (onAdded) => <FirstSource onAdded={onAdded} />,
        regionEditor: (cameraId, onSaved) => <RegionEditor key={cameraId} cameraId={cameraId} onSaved={onSaved} />,
        event: (eventId) => (
          <EventPanel
            key={eventId}
            eventId={eventId}
            player={player}
            clips={clips}
            onSearch={(code) => router.push(searchPath(code))}
            onSettled={nothingElseWaits}
          />
        ),
      }}
    />
  );
}
