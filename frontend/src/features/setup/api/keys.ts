export const setupKeys = {
  spaces: ["setup", "space"] as const,
  space: (clipsPerDay: number, retentionDays?: number) => ["setup", "space", clipsPerDay, retentionDays ?? null] as const,
  firstResult: ["setup", "first-result"] as const,
};
