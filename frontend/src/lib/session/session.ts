"use client";

import { queryOptions, replaceEqualDeep, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";

import { isCurrent, navItems } from "@/config/nav";
import { api } from "@/lib/api/client";
import type { Permission, Session } from "@/lib/api/types";

import { forgetKept } from "./kept";

/** Who one is, and what is permitted: every page asks, so it is part of no feature. */
export const sessionKey = ["session"] as const;

export type KnownSession = Session & {
  /** The session ended under an open page: who one is now. The rest stays what the page was opened with. */
  ended?: Session;
  /** Signed out by choice: the page goes. */
  leaving?: boolean;
};

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }) => api<KnownSession>("/session", { signal }),
  staleTime: 60_000,
  structuralSharing: (before, now) => replaceEqualDeep(before, staying(before as KnownSession | undefined, now as KnownSession)),
});

/** A page does not go because its session has ended: what was typed there would go with it. */
function staying(before: KnownSession | undefined, now: KnownSession): KnownSession {
  if (!before?.signed_in || before.leaving || now.signed_in) return now;
  return { ...before, ended: now };
}

export function useSession() {
  return useQuery(sessionQuery);
}

/** What a page or a control needs: a permission, and whether it concerns all cameras at once. */
export type Need = { permission: Permission; wholeSite?: boolean };

export function permits(session: Session | undefined, need: Need): boolean {
  return session !== undefined && session.permissions.includes(need.permission) && (!need.wholeSite || session.whole_site);
}

/** Whether whoever is signed in may do this. What they may not do is not shown. */
export function useMay(need: Need): boolean {
  return permits(useSession().data, need);
}

/** Operators and administrators: cameras, sources, programs, corrections. */
export function useMayOperate(wholeSite = false): boolean {
  return useMay({ permission: "operate", wholeSite });
}

/** Whether the page at this address is part of the role; a link to one that is not leads nowhere. */
export function useMayOpen(href: string | null): boolean {
  const session = useSession().data;
  const page = navItems.find((item) => href !== null && isCurrent(item, href.split(/[?#]/)[0] ?? ""));
  return page === undefined || permits(session, page);
}

/** Nothing of what was seen stays in this browser for whoever comes next. */
export function forgetAll(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
  forgetKept();
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api<void>("/session", { method: "DELETE" }),
    onSuccess: async () => {
      client.setQueryData<KnownSession>(sessionKey, (before) => before && { ...before, leaving: true });
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      forgetAll(client);
    },
  });
}
