/** What keys and buttons outside the player do with it. */
export type PlayerHandle = {
  toggle: () => void;
  /** Frames on (1) or back (-1); pauses. */
  step: (by: number) => void;
  /** Seconds on, or back below 0. */
  skip: (seconds: number) => void;
  /** To an instant, UTC epoch ms. */
  seekTo: (atMs: number) => void;
  /** 1 is as recorded. */
  setSpeed: (speed: number) => void;
  /** Larger (above 1) or smaller (below 1) by this factor; 0 shows the whole picture. */
  zoom: (factor: number) => void;
};

/** What one press of an arrow skips. */
export const SKIP_S = 1;

export const speeds = [0.1, 0.25, 0.5, 1, 1.5, 2, 4, 8] as const;

/** What the player shows of an event: more time around it, or another camera. */
export type Scope = { beforeMs: number; afterMs: number; cameraId: number | null };

export const wholeEvent: Scope = { beforeMs: 0, afterMs: 0, cameraId: null };

/** The stretch of time a video shows, UTC epoch ms. */
export type Stretch = { fromMs: number; toMs: number };
