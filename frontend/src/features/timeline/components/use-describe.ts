"use client";

import { useTranslations } from "use-intl";

import type { CameraDay, DayRecording } from "@/lib/api/types";
import { useGapCause } from "@/lib/sources/use-gap-cause";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";

import type { Found } from "../hooks/at-point";

/** What is found at an instant, in words. */
export function useDescribe() {
  const t = useTranslations("timeline");
  const reasons = useTranslations("program.reasons");
  const times = useTimes();
  const cause = useGapCause();

  function recording(one: DayRecording): string {
    if (one.status === "failed") {
      const code = one.reason_code as "internal" | null;
      return t("file.failed", { reason: code && reasons.has(code) ? reasons(code) : (one.reason ?? t("file.noReason")) });
    }
    if (one.status === "claimed") return t("file.claimed", { share: Math.round(one.progress * 100) });
    return t(`file.${one.status}`);
  }

  function found(what: Found, day: CameraDay): string {
    const span = (from: number, to: number) => `${times.clock(from, day.timezone)}–${times.clock(to, day.timezone)}`;
    switch (what.kind) {
      case "event":
        return t("eventAt", {
          code: what.item.codes.join(", ") || t("noCode"),
          span: span(what.item.start_ms, what.item.end_ms),
          length: clockLength(what.item.end_ms - what.item.start_ms),
        });
      case "unread":
        return t("unreadAt", { time: times.clock(what.item.best_ms, day.timezone) });
      case "recording":
        return recording(what.item);
      case "gap":
        return t("gapAt", { cause: [cause(what.item.cause), ...(what.item.filling ? [t(`filling.${what.item.filling}`)] : [])].join("; "), span: span(what.item.from_ms, what.item.to_ms) });
      default:
        return t("nothing");
    }
  }

  return { found, recording };
}
