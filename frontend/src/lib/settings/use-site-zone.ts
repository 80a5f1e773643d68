"use client";

import { browserZone } from "@/lib/time/zone";

import { useSettings } from "./settings";

/** The zone of the shop, in which everything is shown that belongs to no camera; the browser's until it is known. */
export function useSiteZone(): string {
  const zone = useSettings().data?.items.find((one) => one.key === "timezone")?.value;
  return typeof zone === "string" && zone !== "" ? zone : browserZone();
}
