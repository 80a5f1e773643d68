"use client";

import { useEffect, type RefObject } from "react";

/** How far two videos may be apart before the following one is set right, in seconds: unseen while both play. */
const APART_S = 0.15;
/** Standing still they show the same frame, so less is allowed. */
const APART_STILL_S = 0.02;
const LOOK_EVERY_MS = 250;
/** Up to here a faster or slower pace closes the gap without a jump. */
const DRIFT_S = 0.6;

type Options = {
  leader: HTMLVideoElement | null;
  follower: RefObject<HTMLVideoElement | null>;
  /** What the leader shows at its second 0 and the follower at its own, UTC epoch ms. */
  leaderFromMs: number | undefined;
  followerFromMs: number;
  /** Each load of the follower is an element of its own. */
  key: string;
};

/** Keeps one video at the moment of another: in play, pause, speed and wherever it is moved to. */
export function useFollow({ leader, follower, leaderFromMs, followerFromMs, key }: Options): void {
  useEffect(() => {
    const lead = leader;
    const own = follower.current;
    if (!lead || !own || leaderFromMs === undefined) return;
    const offsetS = (leaderFromMs - followerFromMs) / 1000;

    function place(): number {
      const at = (lead?.currentTime ?? 0) + offsetS;
      return Math.max(0, Math.min(at, own?.duration || 0));
    }

    function jump(): void {
      if (own && own.readyState > 0) own.currentTime = place();
    }

    function keepUp(): void {
      if (!lead || !own || own.readyState === 0) return;
      const apart = place() - own.currentTime;
      const inside = lead.currentTime + offsetS >= 0 && lead.currentTime + offsetS < own.duration;
      if (lead.paused || lead.ended || !inside) {
        own.pause();
        if (Math.abs(apart) > APART_STILL_S) jump();
        return;
      }
      if (own.paused) own.play().catch(() => {});
      const far = Math.abs(apart);
      if (far > DRIFT_S) jump();
      own.playbackRate = lead.playbackRate * (far > APART_S && far <= DRIFT_S ? (apart > 0 ? 1.08 : 0.92) : 1);
    }

    const both = ["play", "pause", "seeking", "seeked", "ratechange", "loadedmetadata", "ended"] as const;
    const moved = (event: Event) => {
      if (event.type === "seeking" || event.type === "seeked" || event.type === "loadedmetadata") jump();
      keepUp();
    };
    for (const type of both) lead.addEventListener(type, moved);
    own.addEventListener("loadedmetadata", moved);
    own.addEventListener("canplay", keepUp);
    const timer = setInterval(keepUp, LOOK_EVERY_MS);
    moved(new Event("seeked"));
    return () => {
      for (const type of both) lead.removeEventListener(type, moved);
      own.removeEventListener("loadedmetadata", moved);
      own.removeEventListener("canplay", keepUp);
      clearInterval(timer);
    };
  }, [leader, follower, leaderFromMs, followerFromMs, key]);
}
