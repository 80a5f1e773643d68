import { Suspense } from "react";

import { TimelineView } from "@/features/timeline/components/timeline-view";

export default function Route() {
  return (
    <Suspense>
      <TimelineView />
    </Suspense>
  );
}
