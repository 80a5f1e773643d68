import { Suspense } from "react";

import { ProgramPage } from "./program-page";

export default function Route() {
  return (
    <Suspense>
      <ProgramPage />
    </Suspense>
  );
}
