"use client";

import { useQuery } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { SourceList, UserList } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";

/** What is called how now; undefined while it is not known, and for what is no longer there. */
export type Names = Record<"camera" | "source" | "user", (id: number) => string | undefined>;

export function useNames(): Names {
  const cameras = useCameras().data?.items;
  const sources = useQuery({ queryKey: ["sources", "names"], queryFn: ({ signal }) => api<SourceList>("/sources", { signal }) }).data?.items;
  const users = useQuery({ queryKey: ["users"], queryFn: ({ signal }) => api<UserList>("/users", { signal }) }).data?.items;
  const named = (items: readonly { id: number; name: string }[] | undefined) => (id: number) => items?.find((one) => one.id === id)?.name;
  return { camera: named(cameras), source: named(sources), user: named(users) };
}
