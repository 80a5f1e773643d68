import { Suspense } from "react";

import { SetupPage } from "./setup-page";

export default function Route() {
  return (
    <Suspense>
      <SetupPage />
    </Suspense>
  );
}
