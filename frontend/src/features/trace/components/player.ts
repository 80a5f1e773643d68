/** What keys and buttons outside the player do with it. */
export type PlayerHandle = {
  toggle: () => void;
  /** One frame on (1) or back (-1); pauses. */
  step: (direction: 1 | -1) => void;
  seek: (seconds: number) => void;
  /** 1 is as recorded. */
  setSpeed: (speed: number) => void;
};

export const speeds = [0.25, 0.5, 1, 1.5, 2, 4] as const;

/** Seconds into the event's video at which the event itself starts; the video begins a pre-roll earlier. */
export function startSeconds(event: { start_ms: number; video_from_ms: number }): number {
  return Math.max(0, (event.start_ms - event.video_from_ms) / 1000);
}
