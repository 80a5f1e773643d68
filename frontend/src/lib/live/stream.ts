import { doubtReachable, setReachable } from "./connection";

export const liveTypes = ["program", "recording", "event", "clip", "health", "source", "live", "resync"] as const;
export type LiveType = (typeof liveTypes)[number];
export type LiveListener = (type: LiveType, data: unknown) => void;

const REOPEN_MS = 3_000;
const HIDDEN_MS = 5_000;

/**
 * One EventSource on /api/stream. The browser reconnects by itself after a dropped line; only where it gives up (the
 * server refused, or there are too many streams) it is opened again here. `onOpen` tells whether pushes come.
 *
 * A browser has six lines to one server for all its tabs together: tabs that nobody sees hold none, nor do pages that
 * were left and are kept for the way back, or the seventh page would wait for ever.
 */
export function openStream(
  onMessage: LiveListener,
  onOpen: (open: boolean) => void,
  /** The server ended the stream or refused it: perhaps nobody is signed in here any more. */
  onRefused: () => void = () => {},
): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    source = new EventSource("/api/stream");
    source.onopen = () => {
      setReachable(true);
      onOpen(true);
    };
    source.onerror = () => {
      onOpen(false);
      // A page that asks for nothing by itself would not notice that the server is gone.
      doubtReachable();
      if (source?.readyState === EventSource.CLOSED) {
        source = null;
        onRefused();
        clearTimeout(timer);
        // A tab that nobody sees opens it when it is seen.
        if (document.visibilityState === "visible") timer = setTimeout(open, REOPEN_MS);
      }
    };
    source.addEventListener("signed_out", onRefused);
    for (const type of liveTypes) {
      source.addEventListener(type, (event) => onMessage(type, parse((event as MessageEvent<string>).data)));
    }
  }

  function close(): void {
    source?.close();
    source = null;
  }

  function onVisibility(): void {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      if (source === null) open();
      return;
    }
    // Who only glances at another tab keeps the line.
    timer = setTimeout(letGo, HIDDEN_MS);
  }

  function letGo(): void {
    close();
    onOpen(false);
  }

  /** A page that is kept for the way back is frozen: no timer of its own ever ends there. */
  function onLeft(): void {
    clearTimeout(timer);
    letGo();
  }

  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("pagehide", onLeft);
  window.addEventListener("pageshow", onVisibility);
  if (document.visibilityState === "visible") open();
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    window.removeEventListener("pagehide", onLeft);
    window.removeEventListener("pageshow", onVisibility);
    clearTimeout(timer);
    close();
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
