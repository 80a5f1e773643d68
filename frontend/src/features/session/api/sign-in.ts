"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, apiUrl } from "@/lib/api/client";
import type { OneTimeAddress, Session } from "@/lib/api/types";
import { forgetAll, sessionKey, type KnownSession } from "@/lib/session/session";

type Credentials = { name: string; password: string };

/**
 * Whoever comes in begins with an empty memory: what the one before saw is none of theirs. Who signs in again after the
 * session ended goes on with the page as it is.
 */
function useEntering<Given>(call: (given: Given) => Promise<Session>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (session) => {
      const before = client.getQueryData<KnownSession>(sessionKey);
      const goesOn = before?.ended !== undefined && before.user?.id === session.user?.id;
      if (session.signed_in && !goesOn) forgetAll(client);
      client.setQueryData<KnownSession>(sessionKey, session);
      if (session.signed_in && goesOn) void client.invalidateQueries();
    },
  });
}

export function useSignIn() {
  return useEntering((given: Credentials) => api<Session>("/session", { method: "POST", json: given }));
}

/** The second step, with a code of the authenticator app or a recovery code. */
export function useGiveCode() {
  return useEntering((code: string) => api<Session>("/session/code", { method: "POST", json: { code } }));
}

/** What a one-time address is for. */
export function lookAtAddress(token: string, signal?: AbortSignal): Promise<OneTimeAddress> {
  return api<OneTimeAddress>("/one-time-address", { method: "POST", json: { token }, signal });
}

export function useAcceptAddress() {
  return useEntering((given: { token: string; password: string; name?: string }) =>
    api<Session>("/one-time-address/accept", { method: "POST", json: given }),
  );
}

/** Where the browser goes to sign in with Google; it comes back to `next`. */
export function googleAddress(next: string): string {
  return apiUrl("/session/google", { next });
}
