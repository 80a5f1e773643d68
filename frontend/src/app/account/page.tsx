import { Suspense } from "react";

import { AccountView } from "@/features/account/components/account-view";

export default function Route() {
  return (
    <Suspense>
      <AccountView />
    </Suspense>
  );
}
