"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Account, IssuedAddress, UserList } from "@/lib/api/types";
import { sessionKey } from "@/lib/session/session";

const usersKey = ["users"] as const;

export type Role = Account["role"];
export type Invitation = { name: string; role: Role; display_name: string; email: string | null; cameras: number[] | null };
export type Change = { id: number } & Partial<Omit<Invitation, "name">> & { enabled?: boolean };

export function useUsers() {
  return useQuery({ queryKey: usersKey, queryFn: ({ signal }) => api<UserList>("/users", { signal }) });
}

/** Who is an administrator alone may not stop being one: nobody could let anybody in any more. */
export function isLastAdministrator(user: Account, all: readonly Account[]): boolean {
  const able = (one: Account) => one.role === "admin" && one.enabled && (one.has_password || one.google);
  return able(user) && all.filter(able).length === 1;
}

function useUserCall<Given, Answer>(call: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    // Not waited for: with the new list goes the dialog of whoever was deleted, and could not say so any more.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: usersKey });
      // One's own role may be what was changed.
      void client.invalidateQueries({ queryKey: sessionKey });
    },
  });
}

export function useInvite() {
  return useUserCall((given: Invitation) => api<IssuedAddress>("/users", { method: "POST", json: given }));
}

export function useChangeUser() {
  return useUserCall(({ id, ...json }: Change) => api<Account>(`/users/${id}`, { method: "PATCH", json }));
}

export function useDeleteUser() {
  return useUserCall((id: number) => api<void>(`/users/${id}`, { method: "DELETE" }));
}

export function useNewAddress() {
  return useUserCall((id: number) => api<IssuedAddress>(`/users/${id}/address`, { method: "POST", json: {} }));
}

export function useDropFactor() {
  return useUserCall((id: number) => api<void>(`/users/${id}/factor`, { method: "DELETE" }));
}

export function useEndSessions() {
  return useUserCall((id: number) => api<{ ended: number }>(`/users/${id}/sessions`, { method: "DELETE" }));
}
