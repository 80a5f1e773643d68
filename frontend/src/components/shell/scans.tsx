"use client";

import { useRouter } from "next/navigation";

import { paths } from "@/config/paths";
import { askToLeave } from "@/lib/leave/ask-to-leave";
import { keepsScan, passScan } from "@/lib/scanner/scans";
import { useScanner } from "@/lib/scanner/use-scanner";

/** A parcel scanned on any page is searched on Trace. */
export function Scans() {
  const router = useRouter();
  useScanner((code) => {
    askToLeave(() => {
      if (!passScan(code)) router.push(paths.trace);
    });
  }, keepsScan);
  return null;
}
