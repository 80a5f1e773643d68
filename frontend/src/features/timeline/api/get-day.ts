"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { CameraDay, MoreEvents, TimelineDay } from "@/lib/api/types";

import { timelineKeys } from "./keys";

/** Of one camera, besides those of the first answer: 100,000 events. A day that has more says so. */
const MOST_PAGES = 20;

/** The day of every camera; `null`: not known yet which. */
export function useDay(day: string | null) {
  return useQuery({
    queryKey: timelineKeys.day(day ?? ""),
    queryFn: async ({ signal }) => {
      const answer = await api<TimelineDay>("/timeline", { query: { day }, signal });
      const cameras = answer.cameras.map((camera) =>
        withAllEvents(camera, (after) => api<MoreEvents>(`/cameras/${camera.camera_id}/day-events`, { query: { day, after }, signal })),
      );
      return { ...answer, cameras: await Promise.all(cameras) };
    },
    enabled: day !== null,
    staleTime: 15_000,
  });
}

/** The camera's day with the events that did not fit into the first answer. */
export async function withAllEvents(camera: CameraDay, page: (after: string) => Promise<MoreEvents>): Promise<CameraDay> {
  const pages = [camera.events];
  let after = camera.more_events;
  while (after !== null && pages.length <= MOST_PAGES) {
    const next = await page(after);
    pages.push(next.events);
    after = next.more_events;
  }
  return pages.length === 1 ? camera : { ...camera, events: pages.flat(), more_events: after };
}
