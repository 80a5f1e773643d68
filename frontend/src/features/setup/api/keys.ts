export const setupKeys = {
  space: (clipsPerDay: number) => ["setup", "space", clipsPerDay] as const,
  firstResult: ["setup", "first-result"] as const,
};
