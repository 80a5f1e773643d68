import { Suspense } from "react";

import { RunPanel } from "@/features/program/components/run-panel";
import { OverviewView } from "@/features/overview/components/overview-view";

export default function Route() {
  return (
    <Suspense>
      <OverviewView running={<RunPanel />} />
    </Suspense>
  );
}
