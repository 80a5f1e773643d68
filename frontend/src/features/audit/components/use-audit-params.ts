"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";

import { useSiteZone } from "@/lib/settings/use-site-zone";
import { fromWallClock } from "@/lib/time/zone";

import type { AuditFilter } from "../api/audit";

const names = ["from", "to", "actor", "action", "text", "page"] as const;
export type AuditParams = Partial<Record<(typeof names)[number], string>>;

const DAY_MS = 86_400_000;

/** The filters stand in the address, so that what was found can be sent to somebody and found again. Days are the shop's. */
export function useAuditParams() {
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const zone = useSiteZone();
  const params: AuditParams = Object.fromEntries(names.flatMap((name) => (search.get(name) ? [[name, search.get(name) ?? ""]] : [])));
  const page = Math.max(1, Math.trunc(Number(params.page ?? "1")) || 1);
  const filter: AuditFilter = {
    from_ms: startOf(params.from, zone),
    to_ms: params.to ? startOf(dayAfter(params.to), zone) : null,
    actor: params.actor ?? null,
    action: params.action ?? null,
    text: params.text ?? null,
  };
  const change = useCallback(
    (changes: AuditParams) => {
      const next = new URLSearchParams(search);
      // Another filter has other pages.
      if (!("page" in changes)) next.delete("page");
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      const query = next.toString();
      router.replace(`${pathname}${query ? `?${query}` : ""}`, { scroll: false });
    },
    [router, pathname, search],
  );
  return { params, page, filter, change, isFiltered: names.some((name) => name !== "page" && params[name]) };
}

function startOf(day: string | undefined, zone: string): number | null {
  return day ? fromWallClock(`${day}T00:00`, zone) : null;
}

function dayAfter(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : new Date(at + DAY_MS).toISOString().slice(0, 10);
}
