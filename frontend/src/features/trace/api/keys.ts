import type { SearchWish } from "./search";
import type { EventWish } from "./get-events";

export const traceKeys = {
  search: (wish: SearchWish) => ["search", wish] as const,
  searches: ["search"] as const,
  events: ["events"] as const,
  eventList: (wish: EventWish) => ["events", "list", wish] as const,
  frames: (id: string) => ["events", "frames", id] as const,
  eventLists: ["events", "list"] as const,
  event: (id: string) => ["events", "one", id] as const,
  clips: ["clips"] as const,
  clipsOf: (eventId: string) => ["clips", "event", eventId] as const,
  clipsOfBatch: (batchId: string) => ["clips", "batch", batchId] as const,
  platforms: ["platforms"] as const,
};
