import type { Scope } from "../components/player";
import type { SearchWish } from "./search";
import type { EventWish } from "./get-events";

export const traceKeys = {
  search: (wish: SearchWish, page: number) => ["search", wish, page] as const,
  searches: ["search"] as const,
  events: ["events"] as const,
  eventList: (wish: EventWish, page: number) => ["events", "list", wish, page] as const,
  frames: (id: string, scope: Scope) => ["video frames", id, scope] as const,
  views: (id: string, scope: Scope) => ["video views", id, scope] as const,
  eventLists: ["events", "list"] as const,
  latestOrders: ["events", "list", "latest orders"] as const,
  event: (id: string) => ["events", "one", id] as const,
  clips: ["clips"] as const,
  clipsOf: (eventId: string) => ["clips", "event", eventId] as const,
  clipsOfBatch: (batchId: string) => ["clips", "batch", batchId] as const,
  sharesOf: (clipId: string) => ["clips", "shares", clipId] as const,
  savedSearches: ["saved searches"] as const,
  platforms: ["platforms"] as const,
};
