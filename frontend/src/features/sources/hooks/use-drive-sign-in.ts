"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { ApiError } from "@/lib/api/errors";

import { beginSignIn, finishSignIn, signInState, type Client } from "../api/drive";

const LOOK_MS = 1_000;

export type SignIn = { phase: "idle" | "opening" | "waiting" | "done" | "failed"; url: string | null; blocked: boolean; error: unknown };

const IDLE: SignIn = { phase: "idle", url: null, blocked: false, error: null };

/** Opens Google's page in a window of its own and waits until somebody has answered there. */
export function useDriveSignIn(onSignedIn: (state: string, account: string) => void) {
  const [signIn, setSignIn] = useState<SignIn>(IDLE);
  const ending = useRef<AbortController | null>(null);
  const opened = useRef<Window | null>(null);
  const begun = useRef("");
  const told = useRef(onSignedIn);
  useEffect(() => {
    told.current = onSignedIn;
  });
  useEffect(() => () => ending.current?.abort(), []);

  const begin = useCallback(async (client: Client) => {
    ending.current?.abort();
    const control = new AbortController();
    ending.current = control;
    // Opened while the click lasts: later it would count as an advertisement, and be blocked.
    const page = window.open("about:blank", "epack-drive", "popup,width=520,height=680");
    opened.current = page;
    setSignIn({ ...IDLE, phase: "opening" });
    try {
      const { url, state } = await beginSignIn(client);
      if (control.signal.aborted) return;
      if (page && !page.closed) page.location.replace(url);
      begun.current = state;
      setSignIn({ ...IDLE, phase: "waiting", url, blocked: page === null });
      for (;;) {
        await new Promise((done) => setTimeout(done, LOOK_MS));
        const now = await signInState(state, control.signal);
        if (now.status === "failed") throw new ApiError(now.code, now.message, 400);
        if (now.status === "done") {
          page?.close();
          setSignIn({ ...IDLE, phase: "done" });
          return told.current(state, now.account);
        }
      }
    } catch (error) {
      if (control.signal.aborted) return;
      page?.close();
      setSignIn({ ...IDLE, phase: "failed", error });
    }
  }, []);

  const cancel = useCallback(() => {
    ending.current?.abort();
    opened.current?.close();
    setSignIn(IDLE);
  }, []);
  /** The wait above sees what comes of it; only what is wrong with the address itself is told here. */
  const finish = useCallback(async (address: string) => {
    try {
      await finishSignIn(begun.current, address.trim());
    } catch (error) {
      setSignIn((before) => ({ ...before, error }));
    }
  }, []);
  return { signIn, begin, cancel, finish };
}
