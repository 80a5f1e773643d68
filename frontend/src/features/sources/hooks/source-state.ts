import type { LiveCamera, Source, SourceState, SourceStatus } from "@/lib/api/types";

export type Look = { word: "new" | "idle" | "running" | "recording" | "waiting" | "paused" | "failed" | "off" | "watched" | "gone"; tone: "gray" | "green" | "brand" | "mark" | "red" };

const tones = { new: "gray", idle: "green", running: "brand", recording: "green", waiting: "mark", paused: "gray", failed: "red", off: "gray", watched: "green", gone: "red" } as const;

type Looked = Pick<Source, "kind" | "enabled" | "live"> & { away?: boolean };

/** How a source is in one word, and the colour of it. */
export function lookOf(source: Looked, status: SourceStatus | undefined): Look {
  const word = wordOf(source, status);
  return { word, tone: tones[word] };
}

function wordOf(source: Looked, status: SourceStatus | undefined): Look["word"] {
  if (!source.enabled) return "off";
  // A folder is looked at by the program; nothing is fetched from it.
  if (source.kind === "local") return source.away ? "gone" : "watched";
  if (status === undefined) return "new";
  if (status.paused) return "paused";
  if (status.state === "running" && source.live) return "recording";
  return WORST.find((state) => state === status.state) ?? "new";
}

const WORST: readonly SourceState[] = ["failed", "waiting", "new", "running", "idle", "paused"];

/** How a source of live cameras is: as the worst of its cameras. */
export function statusOfLive(sourceId: number, cameras: readonly LiveCamera[]): SourceStatus | undefined {
  const rank = (camera: LiveCamera) => WORST.indexOf(camera.state as SourceState);
  const [worst] = cameras.filter((one) => one.source_id === sourceId).sort((a, b) => rank(a) - rank(b));
  if (!worst) return undefined;
  return {
    source_id: sourceId,
    state: WORST.find((state) => state === worst.state) ?? "new",
    paused: false,
    started_ms: null,
    ended_ms: null,
    succeeded_ms: null,
    next_ms: worst.next_ms,
    failures: 0,
    trouble: worst.trouble,
    message: worst.message || null,
    // With several cameras it must be told which.
    details: { camera: worst.camera_name },
    files: 0,
    bytes: 0,
    running: null,
  };
}
