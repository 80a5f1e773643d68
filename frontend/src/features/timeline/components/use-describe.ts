"use client";

import { useTranslations } from "use-intl";

import type { CameraDay, DayRecording } from "@/lib/api/types";
import { useGapCause } from "@/lib/sources/use-gap-cause";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";

import type { Found } from "../hooks/at-point";

/** What is found at an instant, in words: `found` with its times, `brief` without. */
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

  function brief(what: Found): string {
    switch (what.kind) {
      case "event":
        return what.item.codes.join(", ") || t("legend.noCode");
      case "unread":
        return t("legend.unread");
      case "recording":
        return recording(what.item);
      case "gap":
        return [cause(what.item.cause), ...(what.item.filling ? [t(`filling.${what.item.filling}`)] : [])].join("; ");
      default:
        return t("nothing");
    }
  }

  function found(what: Found, day: CameraDay): string {
    if (what.kind === "nothing") return brief(what);
    if (what.kind === "unread") return t("unreadAt", { time: times.clock(what.item.best_ms, day.timezone) });
    const [from, to] = spanOf(what);
    const length = lengthOf(what);
    if (length === null) return t("fromAt", { what: brief(what), time: times.clock(from, day.timezone) });
    return t("spanAt", { what: brief(what), span: `${times.clock(from, day.timezone)}–${times.clock(to, day.timezone)}`, length });
  }

  return { found, brief };
}

/** As a player shows it; null where it is not known. */
export function lengthOf(what: Found): string | null {
  if (what.kind === "nothing" || (what.kind === "recording" && !what.item.length_known)) return null;
  const [from, to] = spanOf(what);
  return clockLength(to - from);
}

function spanOf(what: Exclude<Found, { kind: "nothing" }>): [number, number] {
  return what.kind === "event" ? [what.item.start_ms, what.item.end_ms] : [what.item.from_ms, what.item.to_ms];
}
