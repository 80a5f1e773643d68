"use client";

import { useQuery } from "@tanstack/react-query";

import { ApiError } from "@/lib/api/errors";
import type { Play } from "@/lib/api/types";

export type RenditionState = { kind: "playable" } | { kind: "preparing"; progress: number };

const ASK_MS = 1_000;

/**
 * Why a video does not load. Footage that browsers cannot play is converted first; the server then answers 202 with
 * the progress in place of the video. Asked only after the player failed; throws what the server says is wrong.
 */
export function useRendition(videoUrl: string, enabled: boolean) {
  return useQuery({
    queryKey: ["rendition", videoUrl],
    queryFn: ({ signal }) => ask(videoUrl, signal),
    enabled,
    refetchInterval: (query) => (query.state.data?.kind === "preparing" ? ASK_MS : false),
    gcTime: 0,
    retry: false,
  });
}

async function ask(videoUrl: string, signal: AbortSignal): Promise<RenditionState> {
  const answer = await fetch(videoUrl, { headers: { Range: "bytes=0-0" }, signal }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("unreachable", "", 0);
  });
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  const body = isJson ? ((await answer.json()) as Answer) : {};
  if (answer.status === 202) return { kind: "preparing", progress: body.progress ?? 0 };
  if (!answer.ok) throw new ApiError(body.error?.code ?? `http_${answer.status}`, body.error?.message ?? "", answer.status, body.error?.details);
  await answer.body?.cancel();
  return { kind: "playable" };
}

type Answer = Partial<Play> & { error?: { code?: string; message?: string; details?: Record<string, unknown> } };
