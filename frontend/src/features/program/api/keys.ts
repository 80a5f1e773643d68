import type { RecordingFilter } from "./get-recordings";

export const programKeys = {
  program: ["program"] as const,
  status: ["status"] as const,
  runs: ["program-runs"] as const,
  runList: (count: number) => ["program-runs", count] as const,
  recordings: ["recordings"] as const,
  recordingPage: (filter: RecordingFilter, page: number) => ["recordings", "list", filter, page] as const,
};
