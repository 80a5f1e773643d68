import type { Permission } from "@/lib/api/types";

import { paths } from "./paths";

export type NavKey = "overview" | "settings" | "trace" | "timeline" | "health" | "program" | "cameras";

export type NavItem = {
  key: NavKey;
  href: string;
  /** Addresses besides `href` under which this item is the current one. */
  alsoAt?: readonly string[];
  /** What its page is for; who lacks it does not see it. */
  permission: Permission;
  /** It concerns all cameras at once. */
  wholeSite?: boolean;
};

/** The pages in the order of the navigation. A page is listed once it exists. */
export const navItems: readonly NavItem[] = [
  { key: "overview", href: paths.overview, permission: "read" },
  { key: "trace", href: paths.trace, alsoAt: [paths.home], permission: "search" },
  { key: "timeline", href: paths.timeline, permission: "read" },
  { key: "program", href: paths.program, permission: "operate", wholeSite: true },
  { key: "cameras", href: paths.cameras, permission: "operate" },
  { key: "health", href: paths.health, permission: "read" },
  { key: "settings", href: paths.settings, alsoAt: [paths.setup], permission: "admin" },
];

export function isCurrent(item: NavItem, pathname: string): boolean {
  const at = pathname.endsWith("/") ? pathname : `${pathname}/`;
  return item.href === at || (item.alsoAt ?? []).includes(at);
}
