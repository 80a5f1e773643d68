import type { RecordingFilter } from "./get-recordings";

export const programKeys = {
  program: ["program"] as const,
  status: ["status"] as const,
  runs: ["program-runs"] as const,
  recordings: ["recordings"] as const,
  recordingList: (filter: RecordingFilter) => ["recordings", "list", filter] as const,
};
