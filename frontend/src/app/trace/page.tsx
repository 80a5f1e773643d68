import { Suspense } from "react";

import { TraceView } from "@/features/trace/components/trace-view";

export default function Route() {
  return (
    <Suspense>
      <TraceView />
    </Suspense>
  );
}
