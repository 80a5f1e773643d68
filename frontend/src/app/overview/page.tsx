"use client";

import { Suspense } from "react";

import { useTroubledCameras } from "@/features/health/api/get-health";
import { TroubleLine } from "@/features/health/components/trouble-line";
import { OverviewView } from "@/features/overview/components/overview-view";
import { RunPanel } from "@/features/program/components/run-panel";

export default function Route() {
  return (
    <Suspense>
      <Overview />
    </Suspense>
  );
}

function Overview() {
  const troubled = useTroubledCameras();
  return <OverviewView running={<RunPanel />} troubles={troubled.map((camera) => <TroubleLine key={camera.camera_id} camera={camera} />)} />;
}
