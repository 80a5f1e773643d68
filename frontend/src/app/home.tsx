"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { PageSkeleton } from "@/components/page-skeleton";
import { paths } from "@/config/paths";
import { TraceView } from "@/features/trace/components/trace-view";
import { useMay } from "@/lib/session/session";
import { useSetup } from "@/lib/setup/setup";

/** The first page is Trace: finding a parcel is what most people come for. A machine without anything is set up first. */
export function Home() {
  const router = useRouter();
  const setup = useSetup();
  const mayChange = useMay({ permission: "admin" });
  const needed = setup.data?.needed === true && mayChange;
  useEffect(() => {
    if (needed) router.replace(paths.setup);
  }, [needed, router]);
  // Whoever comes to search must not wait, nor be kept out, when that cannot be told.
  return needed || setup.isPending ? <PageSkeleton /> : <TraceView />;
}
