import { Suspense } from "react";

import { SignInView } from "@/features/session/components/sign-in-view";

export default function Route() {
  return (
    <Suspense>
      <SignInView />
    </Suspense>
  );
}
