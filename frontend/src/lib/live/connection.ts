import { onReachability } from "@/lib/api/client";

/**
 * Whether the server answers. One failed call is enough to say no; then /api/health is asked until it answers, and
 * everybody who listens is told, so that pages fill themselves again without a reload.
 */
const RETRY_MS = 2_000;
const HEALTH_TIMEOUT_MS = 5_000;

let reachable = true;
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();

export function isReachable(): boolean {
  return reachable;
}

export function subscribeReachable(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Start to follow the API client's answers. */
export function watchConnection(): () => void {
  onReachability(setReachable);
  return () => {
    onReachability(() => {});
    if (timer !== null) clearTimeout(timer);
    timer = null;
    reachable = true;
  };
}

export function setReachable(now: boolean): void {
  if (!now && timer === null) timer = setTimeout(askAgain, RETRY_MS);
  if (now === reachable) return;
  reachable = now;
  for (const listener of listeners) listener();
}

/** Something broke that may have another cause: ask before anything is said. */
export function doubtReachable(): void {
  if (timer === null) void askAgain();
}

async function askAgain(): Promise<void> {
  timer = null;
  try {
    const response = await fetch("/api/health", {
      cache: "no-store",
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
    });
    setReachable(response.status !== 502 && response.status !== 504);
  } catch {
    setReachable(false);
  }
}
