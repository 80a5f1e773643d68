import { onReachability } from "@/lib/api/client";

/**
 * Whether the server answers. One failed call is enough to say no; then /api/health is asked until it answers, and
 * everybody who listens is told, so that pages fill themselves again without a reload.
 */
const RETRY_MS = 2_000;
const HEALTH_TIMEOUT_MS = 5_000;

let reachable = true;
let movedTo: string | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();

export function isReachable(): boolean {
  return reachable;
}

/** Where ePACK answers now, when it is no longer where this page came from. */
export function movedAddress(): string | null {
  return movedTo;
}

/** It will not come back here: nobody asks for it any more, and the page says where it went. */
export function setMoved(origin: string): void {
  movedTo = origin;
  if (timer !== null) clearTimeout(timer);
  timer = null;
  reachable = false;
  for (const listener of listeners) listener();
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
    movedTo = null;
  };
}

export function setReachable(now: boolean): void {
  if (movedTo !== null) return;
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
    if (await isHttpsOnly(response)) setMoved(`https://${window.location.host}`);
    else setReachable(response.status !== 502 && response.status !== 504);
  } catch {
    setReachable(false);
  }
}

/** A server that was switched to HTTPS says so to whoever still comes by http. */
async function isHttpsOnly(response: Response): Promise<boolean> {
  if (response.status !== 400) return false;
  const body = (await response.json()) as { error?: { code?: string } };
  return body.error?.code === "https_only";
}
