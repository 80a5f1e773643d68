import { setReachable } from "./connection";

export const liveTypes = ["program", "recording", "event", "clip", "health", "resync"] as const;
export type LiveType = (typeof liveTypes)[number];
export type LiveListener = (type: LiveType, data: unknown) => void;

const REOPEN_MS = 3_000;

/**
 * One EventSource on /api/stream. The browser reconnects by itself after a dropped line; only where it gives up (the
 * server refused, or there are too many streams) it is opened again here. `onOpen` tells whether pushes come.
 */
export function openStream(onMessage: LiveListener, onOpen: (open: boolean) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;

  function open(): void {
    timer = null;
    if (closed) return;
    source = new EventSource("/api/stream");
    source.onopen = () => {
      setReachable(true);
      onOpen(true);
    };
    source.onerror = () => {
      onOpen(false);
      if (source?.readyState === EventSource.CLOSED) {
        source = null;
        timer = setTimeout(open, REOPEN_MS);
      }
    };
    for (const type of liveTypes) {
      source.addEventListener(type, (event) => onMessage(type, parse((event as MessageEvent<string>).data)));
    }
  }

  open();
  return () => {
    closed = true;
    if (timer !== null) clearTimeout(timer);
    source?.close();
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
