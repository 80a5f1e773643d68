export const settingsPageKeys = {
  backups: ["backups"] as const,
  log: (level: string, text: string) => ["log", level, text] as const,
  about: ["about"] as const,
};
