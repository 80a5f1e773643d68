"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import { asApiError } from "@/lib/api/errors";
import type { About, Restarting } from "@/lib/api/types";
import { setMoved } from "@/lib/live/connection";

const LOOK_MS = 500;
const PATIENCE_MS = 90_000;
/** A server that this page cannot ask any more needs about so long to begin. */
const BEGIN_MS = 5_000;

/**
 * Restart the server and wait until the next one answers; true when it answers here. Where it goes to another address,
 * the page says so and it is false. Throws when none answers.
 */
export function useRestart() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const { started_ms: former, next_address: next } = await api<Restarting>("/server/restart", { method: "POST", json: {} });
      const until = Date.now() + PATIENCE_MS;
      while (Date.now() < until) {
        await pause(LOOK_MS);
        const found = await look();
        if (found === former) continue;
        if (next === null) {
          if (typeof found === "number") return true;
          continue;
        }
        if (found === "gone") {
          if (tellsHere(next)) continue;
          await pause(BEGIN_MS);
        }
        setMoved(next);
        return false;
      }
      throw new Error("no answer");
    },
    onSuccess: (isHere) => (isHere ? client.invalidateQueries() : undefined),
  });
}

/** On the port of this page, a server under HTTPS says here that it has begun; any other cannot be asked from here. */
function tellsHere(next: string): boolean {
  return window.location.protocol === "http:" && next === `https://${window.location.host}`;
}

/** When the server that answers was started; `https_only` from one that speaks HTTPS now; `gone` while none answers. */
async function look(): Promise<number | "https_only" | "gone"> {
  try {
    return (await api<About>("/about")).started_ms;
  } catch (error) {
    const { code, status } = asApiError(error);
    // A restored store may be older than this session: it answers, and asks to sign in.
    if (status === 401) return 0;
    return code === "https_only" ? "https_only" : "gone";
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
