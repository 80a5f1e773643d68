import { Suspense } from "react";

import { AuditView } from "@/features/audit/components/audit-view";

export default function Route() {
  return (
    <Suspense>
      <AuditView />
    </Suspense>
  );
}
