export const sourceKeys = {
  list: ["sources"] as const,
};
