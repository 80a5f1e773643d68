"use client";

import { ToProgram } from "@/components/feedback/to-program";
import { useTroubledCameras } from "@/features/health/api/get-health";
import { TroubleLine } from "@/features/health/components/trouble-line";
import { OverviewView } from "@/features/overview/components/overview-view";
import { RunPanel } from "@/features/program/components/run-panel";
import { LatestOrders } from "@/features/trace/components/latest-orders";

export default function Route() {
  const troubled = useTroubledCameras();
  return (
    <OverviewView
      running={<RunPanel idle={<ToProgram />} />}
      troubles={troubled.map((camera) => ({ key: camera.camera_id, severe: camera.level === "critical", line: <TroubleLine camera={camera} /> }))}
      latest={<LatestOrders />}
    />
  );
}
