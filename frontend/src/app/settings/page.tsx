import { Suspense } from "react";

import { SettingsView } from "@/features/settings/components/settings-view";

export default function Route() {
  return (
    <Suspense>
      <SettingsView />
    </Suspense>
  );
}
