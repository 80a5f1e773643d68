/** The sections of the page in their order: first those that hold settings, by the names of their groups. */
export const groups = ["site", "folders", "packing", "clips", "scan", "sources", "workers", "retention", "server", "accounts", "mail"] as const;
export const tools = ["setup", "transfer", "backup", "log", "about"] as const;

export type Group = (typeof groups)[number];
export type Section = Group | (typeof tools)[number];

export const sections: readonly Section[] = [...groups, ...tools];

export function isGroup(section: Section): section is Group {
  return (groups as readonly string[]).includes(section);
}

export function sectionNamed(name: string | null): Section {
  return sections.find((section) => section === name) ?? "site";
}
