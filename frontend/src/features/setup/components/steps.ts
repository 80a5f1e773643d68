import type { Setup, SetupStep } from "@/lib/api/types";

export const steps: readonly SetupStep[] = ["brand", "place", "source", "regions", "timing"];
export type Place = SetupStep | "result";
export const places: readonly Place[] = [...steps, "result"];

/** Where the set-up stands: what the address names, else the first step that is still open, else its result. */
export function placeOf(named: string | null, setup: Setup | undefined): Place {
  return places.find((place) => place === named) ?? setup?.present ?? "result";
}

export function after(place: Place): Place {
  return places[places.indexOf(place) + 1] ?? "result";
}

export function before(place: Place): Place | null {
  return places[places.indexOf(place) - 1] ?? null;
}

/** The settings that a step asks for. */
export const settingsOf = {
  brand: ["brand_name"],
  place: ["country", "timezone", "language", "working_days", "from_time", "to_time"],
  source: [],
  regions: [],
  timing: ["min_packing_s", "max_packing_s", "pre_roll_s", "post_roll_s", "lookback_days", "retention_clips_days", "retention_events_days"],
} as const satisfies Record<SetupStep, readonly string[]>;
