"use client";

import { useMutation, useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { About, Finding } from "@/lib/api/types";

import { settingsPageKeys } from "./keys";

export function useAbout() {
  return useQuery({
    queryKey: settingsPageKeys.about,
    queryFn: ({ signal }) => api<About>("/about", { signal }),
    staleTime: 60_000,
  });
}

/** Examine the installation. Takes some seconds: the models of the detectors are loaded. */
export function useDoctor() {
  return useMutation({ mutationFn: () => api<{ findings: Finding[] }>("/doctor", { method: "POST", json: {} }) });
}
