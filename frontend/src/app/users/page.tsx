import { Suspense } from "react";

import { UsersView } from "@/features/users/components/users-view";

export default function Route() {
  return (
    <Suspense>
      <UsersView />
    </Suspense>
  );
}
