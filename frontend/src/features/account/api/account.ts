"use client";

import { useMutation, useQuery, useQueryClient, type QueryKey } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { ApiKeyList, DeviceList, Enrolment, Factor, MadeKey, Permission, RecoveryCodes, Session } from "@/lib/api/types";
import { sessionKey } from "@/lib/session/session";

const keys = {
  devices: ["account", "devices"] as const,
  factor: ["account", "factor"] as const,
  apiKeys: ["account", "keys"] as const,
};

function useCall<Given, Answer>(call: (given: Given) => Promise<Answer>, ...stale: readonly QueryKey[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: () => Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export function useChangeName() {
  return useCall((display_name: string) => api<Session>("/account", { method: "PATCH", json: { display_name } }), sessionKey);
}

export function useChangePassword() {
  return useCall(
    (given: { present: string; password: string }) => api<Session>("/account/password", { method: "PUT", json: given }),
    keys.devices,
  );
}

export function useDevices() {
  return useQuery({ queryKey: keys.devices, queryFn: ({ signal }) => api<DeviceList>("/account/sessions", { signal }) });
}

export function useEndDevice() {
  return useCall((id: string) => api<void>(`/account/sessions/${encodeURIComponent(id)}`, { method: "DELETE" }), keys.devices);
}

export function useEndOtherDevices() {
  return useCall(() => api<{ ended: number }>("/account/sessions", { method: "DELETE" }), keys.devices);
}

export function useFactor() {
  return useQuery({ queryKey: keys.factor, queryFn: ({ signal }) => api<Factor>("/account/factor", { signal }) });
}

export function useBeginFactor() {
  return useCall((password: string) => api<Enrolment>("/account/factor", { method: "POST", json: { password } }));
}

export function useConfirmFactor() {
  return useCall(
    (code: string) => api<RecoveryCodes>("/account/factor", { method: "PUT", json: { code } }),
    keys.factor,
    keys.devices,
    sessionKey,
  );
}

export function useDropFactor() {
  return useCall((password: string) => api<Factor>("/account/factor", { method: "DELETE", json: { password } }), keys.factor, sessionKey);
}

export function useNewRecoveryCodes() {
  return useCall(
    (password: string) => api<RecoveryCodes>("/account/factor/recovery-codes", { method: "POST", json: { password } }),
    keys.factor,
  );
}

export function useApiKeys() {
  return useQuery({ queryKey: keys.apiKeys, queryFn: ({ signal }) => api<ApiKeyList>("/account/keys", { signal }) });
}

export function useMakeKey() {
  return useCall(
    (given: { name: string; scopes: Permission[]; days: number | null }) => api<MadeKey>("/account/keys", { method: "POST", json: given }),
    keys.apiKeys,
  );
}

export function useRevokeKey() {
  return useCall((id: number) => api<void>(`/account/keys/${id}`, { method: "DELETE" }), keys.apiKeys);
}
