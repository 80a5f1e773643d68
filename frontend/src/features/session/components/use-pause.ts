"use client";

import { useEffect, useState } from "react";

import { asApiError } from "@/lib/api/errors";

/** Seconds until another attempt is taken, counted down; 0 when it may be made now. */
export function usePause(error: unknown, failedAt: number): number {
  const { details } = asApiError(error);
  const wait = error !== null && typeof details.retry_after_s === "number" ? details.retry_after_s : 0;
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (wait === 0) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [wait, failedAt]);
  if (wait === 0) return 0;
  return Math.max(0, Math.ceil((failedAt + wait * 1000 - Math.max(now, failedAt)) / 1000));
}
