import { paths } from "./paths";

export type NavKey = "overview" | "settings" | "trace" | "timeline" | "health" | "program" | "cameras";

export type NavItem = {
  key: NavKey;
  href: string;
  /** Addresses besides `href` under which this item is the current one. */
  alsoAt?: readonly string[];
};

/** The pages in the order of the navigation. A page is listed once it exists. */
export const navItems: readonly NavItem[] = [
  { key: "overview", href: paths.overview },
  { key: "trace", href: paths.trace, alsoAt: [paths.home] },
  { key: "timeline", href: paths.timeline },
  { key: "program", href: paths.program },
  { key: "cameras", href: paths.cameras },
  { key: "health", href: paths.health },
  { key: "settings", href: paths.settings, alsoAt: [paths.setup] },
];

export function isCurrent(item: NavItem, pathname: string): boolean {
  const at = pathname.endsWith("/") ? pathname : `${pathname}/`;
  return item.href === at || (item.alsoAt ?? []).includes(at);
}
