"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";

import { sessionKey, useSession } from "@/lib/session/session";

import { isReachable, movedAddress, subscribeReachable, watchConnection } from "./connection";
import { openStream, type LiveListener, type LiveType } from "./stream";

type Live = {
  /** Pushes arrive; while they do not, queries poll. */
  pushing: boolean;
  listen: (listener: LiveListener) => () => void;
};

const LiveContext = createContext<Live>({ pushing: false, listen: () => () => {} });

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [pushing, setPushing] = useState(false);
  const listeners = useRef(new Set<LiveListener>());
  const ended = useSession().data?.ended !== undefined;

  useEffect(() => watchConnection(), []);
  useEffect(
    () =>
      subscribeReachable(() => {
        if (isReachable()) void client.invalidateQueries();
      }),
    [client],
  );
  useEffect(() => {
    // Nothing is pushed to nobody.
    if (ended) return;
    return openStream(
      (type, data) => {
        // Some pushes were dropped: what is shown may be old.
        if (type === "resync") void client.invalidateQueries({ type: "active" });
        for (const listener of listeners.current) listener(type, data);
      },
      (open) => {
        setPushing(open);
        // What was pushed while the line was down is not sent again.
        if (open) void client.invalidateQueries({ type: "active" });
      },
      () => void client.invalidateQueries({ queryKey: sessionKey }),
    );
  }, [client, ended]);

  const value = useMemo<Live>(
    () => ({
      pushing,
      listen: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [pushing],
  );
  return <LiveContext.Provider value={value}>{children}</LiveContext.Provider>;
}

/** How often a query asks by itself: seldom while pushes come, every `pollMs` while they do not. */
export function usePollInterval(pollMs: number, pushedMs: number | false = 30_000): number | false {
  return useContext(LiveContext).pushing ? pushedMs : pollMs;
}

/** Call `handle` for each push of these types. */
export function useLive(types: readonly LiveType[], handle: (data: unknown, type: LiveType) => void): void {
  const { listen } = useContext(LiveContext);
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  const key = types.join();
  useEffect(
    () =>
      listen((type, data) => {
        if (key.split(",").includes(type)) latest.current(data, type);
      }),
    [listen, key],
  );
}

/** Where ePACK answers now, when this page's own address is not that any more. */
export function useMovedAddress(): string | null {
  return useSyncExternalStore(subscribeReachable, movedAddress, () => null);
}

export function useReachable(): boolean {
  return useSyncExternalStore(subscribeReachable, isReachable, () => true);
}
