export const setupKeys = {
  space: (clipsPerDay: number, retentionDays?: number) => ["setup", "space", clipsPerDay, retentionDays ?? null] as const,
  firstResult: ["setup", "first-result"] as const,
};
