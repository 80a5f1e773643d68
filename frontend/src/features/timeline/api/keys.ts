export const timelineKeys = {
  all: ["timeline"] as const,
  day: (day: string) => ["timeline", "day", day] as const,
  month: (month: string) => ["timeline", "month", month] as const,
  moment: (cameraId: number, atMs: number) => ["timeline", "moment", cameraId, atMs] as const,
};
