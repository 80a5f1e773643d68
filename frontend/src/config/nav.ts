import type { Permission } from "@/lib/api/types";

import { paths } from "./paths";

export type NavKey = "overview" | "settings" | "trace" | "timeline" | "health" | "program" | "cameras" | "sources" | "live" | "plan" | "users" | "audit";

export type NavItem = {
  key: NavKey;
  href: string;
  /** Addresses besides `href` under which this item is the current one. */
  alsoAt?: readonly string[];
  /** What its page is for; who lacks it does not see it. */
  permission: Permission;
  /** It concerns all cameras at once. */
  wholeSite?: boolean;
  /** Phones have no room for all: these are behind "More" there. */
  more?: boolean;
};

/** The pages in the order of the navigation. A page is listed once it exists. */
export const navItems: readonly NavItem[] = [
  { key: "overview", href: paths.overview, permission: "read" },
  { key: "trace", href: paths.trace, alsoAt: [paths.home], permission: "search" },
  { key: "timeline", href: paths.timeline, permission: "read" },
  { key: "live", href: paths.live, permission: "operate" },
  { key: "program", href: paths.program, permission: "operate", wholeSite: true, more: true },
  { key: "sources", href: paths.sources, permission: "operate", wholeSite: true, more: true },
  { key: "cameras", href: paths.cameras, permission: "operate", more: true },
  { key: "health", href: paths.health, permission: "read", more: true },
  { key: "settings", href: paths.settings, alsoAt: [paths.setup], permission: "admin", more: true },
  { key: "users", href: paths.users, permission: "admin", more: true },
  { key: "audit", href: paths.audit, permission: "admin", more: true },
  { key: "plan", href: paths.plan, permission: "admin", more: true },
];

export function isCurrent(item: NavItem, pathname: string): boolean {
  const at = pathname.endsWith("/") ? pathname : `${pathname}/`;
  return item.href === at || (item.alsoAt ?? []).includes(at);
}
