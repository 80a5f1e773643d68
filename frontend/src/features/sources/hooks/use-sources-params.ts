"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

import { paths } from "@/config/paths";

import { isKind, type Kind } from "./kinds";

export type SourcesParams = {
  /** The source whose details are open. */
  sourceId: number | null;
  /** The wizard is open: for this kind, or with the choice of one. */
  add: Kind | "any" | null;
  /** This is the window in which somebody signed in, and it has come back. */
  signIn: "done" | "failed" | null;
};

/** What is open, kept in the address: other pages lead here. */
export function useSourcesParams(): [SourcesParams, (wish: Partial<SourcesParams>) => void] {
  const search = useSearchParams();
  const id = Number(search.get("source"));
  const add = search.get("add");
  const change = useCallback((wish: Partial<SourcesParams>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [key, value] of [["source", wish.sourceId], ["add", wish.add]] as const) {
      if (value === null) next.delete(key);
      else if (value !== undefined) next.set(key, String(value));
    }
    const text = next.toString();
    window.history.replaceState(null, "", text ? `${paths.sources}?${text}` : paths.sources);
  }, []);
  const params: SourcesParams = {
    sourceId: Number.isSafeInteger(id) && id > 0 ? id : null,
    signIn: search.has("sign_in") ? (search.has("error") ? "failed" : "done") : null,
    add: add === null ? null : isKind(add) ? add : "any",
  };
  return [params, change];
}
