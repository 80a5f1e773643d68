"use client";

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Program } from "@/lib/api/types";
import { useLive, usePollInterval } from "@/lib/live/live-provider";

import { programKeys } from "./keys";

export const programQuery = queryOptions({
  queryKey: programKeys.program,
  queryFn: ({ signal }) => api<Program>("/program", { signal }),
});

/** The program as it is now. A push is a hint to read again: its data may be a part of the whole. */
export function useProgram() {
  const client = useQueryClient();
  const refetchInterval = usePollInterval(2_000, 5_000);
  useLive(["program"], (data) => {
    client.setQueryData<Program>(programKeys.program, (known) =>
      known && isPart(data) ? { ...known, ...data } : known,
    );
  });
  return useQuery({ ...programQuery, refetchInterval });
}

function isPart(data: unknown): data is Partial<Program> {
  return typeof data === "object" && data !== null && "status" in data && "files_total" in data;
}
