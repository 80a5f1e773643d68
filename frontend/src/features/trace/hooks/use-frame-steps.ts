"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, type RefObject } from "react";

import { frameTimesQuery } from "../api/get-frame-times";
import type { Scope } from "../components/player";
import { frameAt, frameBeside, middleOf } from "./frames";

const USUAL_S = 1 / 25;

/**
 * Steps from frame to frame of the paused video, to the true next frame at any rate: the server tells when each one is
 * shown. A step goes from the frame that the last step aimed at, so quick presses add up on a slow machine; without
 * one, from the picture that is on screen, since the clock of a paused player may have run on a little.
 */
export function useFrameSteps(
  video: RefObject<HTMLVideoElement | null>,
  eventId: string,
  scope: Scope,
  attempt: number,
): (by: number) => void {
  const client = useQueryClient();
  const onScreen = useRef<number | null>(null);
  const aim = useRef<{ frame: number; at: number } | null>(null);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const forget = () => {
      aim.current = null;
    };
    const sought = () => {
      onScreen.current = null;
      if (aim.current && Math.abs(element.currentTime - aim.current.at) > 0.0001) forget();
    };
    element.addEventListener("play", forget);
    element.addEventListener("seeking", sought);
    let handle = 0;
    function see(_now: number, frame: VideoFrameCallbackMetadata) {
      onScreen.current = frame.mediaTime;
      handle = element?.requestVideoFrameCallback(see) ?? 0;
    }
    const watches = "requestVideoFrameCallback" in element;
    if (watches) handle = element.requestVideoFrameCallback(see);
    return () => {
      element.removeEventListener("play", forget);
      element.removeEventListener("seeking", sought);
      if (watches) element.cancelVideoFrameCallback(handle);
    };
    // Each attempt to load is an element of its own.
  }, [video, attempt]);

  return (by) => {
    const element = video.current;
    if (!element) return;
    element.pause();
    client
      .fetchQuery(frameTimesQuery(eventId, scope))
      .then((times) => {
        const from = aim.current?.frame ?? frameAt(times, onScreen.current ?? element.currentTime);
        const frame = frameBeside(times, from, by);
        const at = middleOf(times, frame);
        aim.current = { frame, at };
        element.currentTime = at;
      })
      .catch(() => {
        element.currentTime = Math.max(0, element.currentTime + by * USUAL_S);
      });
  };
}
