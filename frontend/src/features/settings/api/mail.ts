"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { MailSetup } from "@/lib/api/types";

const mailKey = ["mail"] as const;

export function useMailSetup() {
  return useQuery({ queryKey: mailKey, queryFn: ({ signal }) => api<MailSetup>("/mail", { signal }) });
}

/** Keep the password of the mail server, or forget it (null). */
export function useSetMailPassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (password: string | null) => api<MailSetup>("/mail", { method: "PUT", json: { password } }),
    onSuccess: (now) => client.setQueryData(mailKey, now),
  });
}

/** A mail to the own address, sent while one waits. */
export function useTryMail() {
  return useMutation({ mutationFn: () => api<void>("/mail/trial", { method: "POST", json: {} }) });
}
