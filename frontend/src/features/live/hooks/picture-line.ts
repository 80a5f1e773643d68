import { apiBytes } from "@/lib/api/client";

import { PictureReader, type LivePicture } from "./picture-reader";

/** A picture as it arrived. `behindMs`: how long ago the camera took it. */
export type Arrived = { jpeg: LivePicture["jpeg"]; behindMs: number };
type Listener = (picture: Arrived) => void;

/** Tiles come into sight one after the other: one line is opened for all of them. */
const GATHER_MS = 150;
const AGAIN_MS = 3_000;
/** The server says something at least every two seconds: longer silence is a line that broke without a word. */
const SILENT_MS = 8_000;

/**
 * The pictures of all cameras that are in sight, over one line: a browser has six to a server, for all its tabs and for
 * everything else they ask.
 */
export class PictureLine {
  private readonly watched = new Map<number, Set<Listener>>();
  private ending: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  /** What the clock here is ahead of the server's, and the shortest way between the two. */
  private aheadMs = Number.POSITIVE_INFINITY;

  watch(cameraId: number, listener: Listener): () => void {
    const listeners = this.watched.get(cameraId) ?? new Set();
    this.watched.set(cameraId, listeners.add(listener));
    if (listeners.size === 1) this.openIn(GATHER_MS);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      this.watched.delete(cameraId);
      this.openIn(GATHER_MS);
    };
  }

  private openIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.open(), ms);
  }

  private async open(): Promise<void> {
    this.ending?.abort();
    clearTimeout(this.silence);
    const cameras = [...this.watched.keys()];
    if (cameras.length === 0) {
      this.ending = null;
      return;
    }
    const ending = new AbortController();
    this.ending = ending;
    const reader = new PictureReader();
    this.aheadMs = Number.POSITIVE_INFINITY;
    try {
      this.listen(ending);
      await apiBytes("/live/pictures", { query: { cameras }, signal: ending.signal }, (bytes) => {
        this.listen(ending);
        for (const picture of reader.push(bytes, (sentMs) => this.measure(sentMs))) this.tell(picture);
      });
    } catch {
      // Refused, or the server is gone: the state of the cameras says so; it is tried again.
    }
    if (this.ending === ending) this.openIn(AGAIN_MS);
  }

  private listen(ending: AbortController): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => ending.abort(), SILENT_MS);
  }

  private measure(sentMs: number): void {
    this.aheadMs = Math.min(this.aheadMs, Date.now() - sentMs);
  }

  private tell({ cameraId, atMs, jpeg }: LivePicture): void {
    const behindMs = Math.max(0, Date.now() - this.aheadMs - atMs);
    for (const listener of this.watched.get(cameraId) ?? []) listener({ jpeg, behindMs });
  }
}

/** The one line of this page. */
export const pictureLine = new PictureLine();
