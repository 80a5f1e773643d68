export const healthKeys = {
  all: ["camera-health"] as const,
  list: ["camera-health", "list"] as const,
  one: (cameraId: number) => ["camera-health", "one", cameraId] as const,
};
