import { Suspense } from "react";

import { SourcesView } from "@/features/sources/components/sources-view";

export default function Route() {
  return (
    <Suspense>
      <SourcesView />
    </Suspense>
  );
}
