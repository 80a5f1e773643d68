"use client";

import { useInfiniteQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { DriveFolderList, DriveSignIn, DriveSignInState, SourceDraft } from "@/lib/api/types";

export type Client = { client_id?: string; client_secret?: string; source_id?: number };

/** The page of Google on which somebody allows ePACK to read; `state` names this sign-in from then on. */
export function beginSignIn(client: Client): Promise<DriveSignIn> {
  return api<DriveSignIn>("/sources/drive/sign-in", { method: "POST", json: client });
}

export function signInState(state: string, signal: AbortSignal): Promise<DriveSignInState> {
  return api<DriveSignInState>(`/sources/drive/sign-in/${encodeURIComponent(state)}`, { signal });
}

/** Finish with the address on which the window ended, where Google's way back could not be opened. */
export function finishSignIn(state: string, address: string): Promise<DriveSignInState> {
  return api<DriveSignInState>(`/sources/drive/sign-in/${encodeURIComponent(state)}`, { method: "POST", json: { address } });
}

/** Folders below `parent` (empty: the top), or those whose name holds `search`; page by page. */
export function useDriveFolders(draft: SourceDraft, parent: string, search: string) {
  return useInfiniteQuery({
    queryKey: ["drive-folders", JSON.stringify(draft), parent, search],
    queryFn: ({ pageParam, signal }) =>
      api<DriveFolderList>("/sources/drive/folders", { method: "POST", json: { draft, parent, search, page_token: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_page_token,
    staleTime: 60_000,
    retry: false,
  });
}
