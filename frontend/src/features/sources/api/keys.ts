export const sourceKeys = {
  /** Everything about sources. */
  list: ["sources"] as const,
  kinds: ["sources", "kinds"] as const,
  status: ["sources", "status"] as const,
  one: (id: number) => ["sources", "one", id] as const,
  cameras: (id: number) => ["sources", "cameras", id] as const,
  runs: (id: number, page: number) => ["sources", "runs", id, page] as const,
  files: (id: number, state: string | null, page: number) => ["sources", "files", id, state, page] as const,
};
