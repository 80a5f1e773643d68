import type { LiveCamera } from "@/lib/api/types";

export const liveStates = ["recording", "running", "connecting", "waiting", "failed", "paused", "new", "idle", "off"] as const;
export type LiveState = (typeof liveStates)[number];
export type LiveLook = { state: LiveState; tone: "green" | "red" | "mark" | "gray"; lost: boolean };

/** How a live camera is: in a word, a colour, and whether its picture is lost. */
export function lookOf(camera: Pick<LiveCamera, "state" | "trouble">): LiveLook {
  const state = liveStates.find((one) => one === camera.state) ?? "new";
  const lost = state === "waiting" || state === "failed" || camera.trouble !== null;
  const tone = lost ? "red" : state === "running" || state === "recording" ? "green" : state === "connecting" || state === "new" ? "mark" : "gray";
  return { state, tone, lost };
}

const RANK = { red: 0, mark: 1, green: 2, gray: 3 } as const;

/** Those that need somebody first; else by name. */
export function inOrder<T extends LiveCamera & { name: string }>(cameras: readonly T[]): T[] {
  return [...cameras].sort((a, b) => RANK[lookOf(a).tone] - RANK[lookOf(b).tone] || a.name.localeCompare(b.name));
}

/** No picture for this long, and longer than two of its keyframes lie apart: it stands still. */
const STILL_MS = 5_000;

export function standsStill(sinceMs: number, keyframeMs: number | null): boolean {
  return sinceMs > Math.max(STILL_MS, 2 * (keyframeMs ?? 0) + 1_000);
}
