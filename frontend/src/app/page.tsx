import { Suspense } from "react";

import { Home } from "./home";

export default function Route() {
  return (
    <Suspense>
      <Home />
    </Suspense>
  );
}
