"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { GoogleSignIn } from "@/lib/api/types";
import { sessionKey } from "@/lib/session/session";

const googleKey = ["google-sign-in"] as const;

export function useGoogleSignIn() {
  return useQuery({ queryKey: googleKey, queryFn: ({ signal }) => api<GoogleSignIn>("/google-sign-in", { signal }) });
}

/** Keep the secret of the client, or forget it (null). */
export function useSetGoogleSecret() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (secret: string | null) => api<GoogleSignIn>("/google-sign-in", { method: "PUT", json: { client_secret: secret } }),
    onSuccess: (now) => {
      client.setQueryData(googleKey, now);
      // Whether the sign-in offers it is told with the session.
      return client.invalidateQueries({ queryKey: sessionKey });
    },
  });
}
