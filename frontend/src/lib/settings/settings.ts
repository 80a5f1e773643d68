"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Setting, SettingList } from "@/lib/api/types";
import { useLocaleChoice } from "@/lib/i18n/locale-provider";
import { isLocale } from "@/lib/i18n/locales";

/** The settings are changed in the set-up and on their own page, so they are shared and not part of one feature. */
export const settingsKey = ["settings"] as const;

export type SettingValue = string | number | boolean | string[];
export type SettingChanges = Record<string, SettingValue>;

export const settingsQuery = queryOptions({
  queryKey: settingsKey,
  queryFn: ({ signal }) => api<SettingList>("/settings", { signal }),
  staleTime: 15_000,
});

export function useSettings() {
  return useQuery(settingsQuery);
}

/** Change settings by key, all or none. What follows from them on other pages is read again. */
export function useChangeSettings() {
  const client = useQueryClient();
  const { choose } = useLocaleChoice();
  return useMutation({
    mutationFn: (changes: SettingChanges) => api<SettingList>("/settings", { method: "PATCH", json: changes }),
    onSuccess: (list, changes) => {
      // Whoever sets the language of the site wants to see it.
      if (isLocale(changes.language)) choose(changes.language);
      client.setQueryData(settingsKey, list);
      return Promise.all(
        [["overview"], ["setup"], ["google-sign-in"], ["mail"]].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
  });
}

export function valueOf(setting: Setting): SettingValue {
  return setting.value as SettingValue;
}

export function defaultOf(setting: Setting): SettingValue {
  return setting.default as SettingValue;
}

export function isAtDefault(setting: Setting): boolean {
  return sameValue(valueOf(setting), defaultOf(setting));
}

export function sameValue(one: SettingValue, other: SettingValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
