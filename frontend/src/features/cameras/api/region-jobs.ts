import { api } from "@/lib/api/client";
import type { RegionJob } from "@/lib/api/types";

const ASK_AGAIN_MS = 250;

export type JobKind = "region-check" | "region-suggestion" | "region-trial";

/**
 * Start a job for a camera and follow it to its end, telling how it stands at each answer. When `signal` is aborted the
 * server is told to stop, too. Throws ApiError.
 */
export async function followRegionJob(
  cameraId: number,
  kind: JobKind,
  json: unknown,
  signal: AbortSignal,
  tell: (job: RegionJob) => void,
): Promise<RegionJob | null> {
  let job = await api<RegionJob>(`/cameras/${cameraId}/${kind}`, { method: "POST", json });
  while (!isOver(job)) {
    if (signal.aborted) {
      // Nobody waits for the answer; a job that is over by now stays as it is.
      await api(`/region-jobs/${job.id}/cancel`, { method: "POST", json: {} }).catch(() => undefined);
      return null;
    }
    tell(job);
    await rest(ASK_AGAIN_MS, signal);
    if (!signal.aborted) job = await api<RegionJob>(`/region-jobs/${job.id}`);
  }
  return signal.aborted ? null : job;
}

export function isOver(job: RegionJob): boolean {
  return job.status !== "queued" && job.status !== "running";
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(end, ms);
    function end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    }
    signal.addEventListener("abort", end);
  });
}
