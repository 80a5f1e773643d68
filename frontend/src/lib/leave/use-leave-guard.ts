"use client";

import { useEffect, useRef, useState } from "react";

import { askToLeave, guard, settle } from "./ask-to-leave";

/** What somebody wants who would leave: an act of the page, or back in the browser's history. */
type Held = (() => void) | "back";

const MARK = "epackUnsaved";

/**
 * While `dirty`: the browser asks before the page is closed or reloaded; a click on a link of this page, whatever goes
 * through `askToLeave`, and the browser's own way back are held back. `held`: something is; `release` does it (or stays).
 *
 * The way back cannot be refused, only noticed: a second entry for the same address lies on top of the history
 * meanwhile, and going back leads from it to this page itself. It also leaves nothing to go forward to.
 */
export function useLeaveGuard(dirty: boolean, go: (href: string) => void, save: (then: () => void) => void) {
  const [held, setHeld] = useState<Held | null>(null);
  const leaving = useRef(false);
  const guarding = useRef(false);
  const follow = useRef(go);
  const store = useRef(save);
  useEffect(() => {
    follow.current = go;
    store.current = save;
  });

  useEffect(() => {
    if (!dirty) return;
    leaving.current = false;
    guarding.current = true;
    const unguard = guard({ ask: (act) => setHeld(() => act), save: (act) => store.current(act) });
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest?.("a[href]");
      if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
      const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || link.target === "_blank" || link.download;
      const url = new URL(link.href);
      const sameView = url.pathname === window.location.pathname && url.search === window.location.search;
      if (opensElsewhere || url.origin !== window.location.origin || sameView) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      askToLeave(() => follow.current(url.pathname + url.search));
    };
    const onBack = () => {
      if (leaving.current || isOnTop()) return;
      putOnTop();
      setHeld("back");
    };
    putOnTop();
    window.addEventListener("beforeunload", onUnload);
    window.addEventListener("popstate", onBack);
    // Before the router's own listener.
    document.addEventListener("click", onClick, true);
    return () => {
      unguard();
      window.removeEventListener("beforeunload", onUnload);
      window.removeEventListener("popstate", onBack);
      document.removeEventListener("click", onClick, true);
      guarding.current = false;
      // Saved or taken back: nothing is left on top, unless the page is left anyway.
      if (!leaving.current && isOnTop()) takeOffTop(() => guarding.current);
    };
  }, [dirty]);

  return {
    held: held !== null,
    /** To be called before the draft is saved or discarded on the way out. */
    leave: () => {
      leaving.current = true;
    },
    release: (leave: boolean) => {
      setHeld(null);
      leaving.current = leave;
      if (!leave || held === null) return;
      if (held === "back") window.history.go(isOnTop() ? -2 : -1);
      // Something else on the page may be unsaved too; by then this draft no longer is.
      else afterTop(() => setTimeout(() => askToLeave(held)));
    },
  };
}

function isOnTop(): boolean {
  return Boolean((window.history.state as Record<string, unknown> | null)?.[MARK]);
}

function putOnTop(): void {
  // The router's own state goes along, so that it takes the entry for one of its own.
  if (!isOnTop()) window.history.pushState({ ...(window.history.state as object | null), [MARK]: true }, "", window.location.href);
}

/** Takes the entry off the history, then acts: going back takes a moment. */
function afterTop(act: () => void): void {
  if (!isOnTop()) return act();
  window.addEventListener("popstate", act, { once: true });
  window.history.back();
}

/** Going back takes a moment: who has drawn again meanwhile (`dirtyAgain`) is not asked for it. */
function takeOffTop(dirtyAgain: () => boolean): void {
  const gone = new Promise<void>((resolve) => {
    const onBack = (event: PopStateEvent) => {
      resolve();
      if (!dirtyAgain()) return;
      event.stopImmediatePropagation();
      putOnTop();
    };
    window.addEventListener("popstate", onBack, { once: true });
  });
  settle(gone);
  window.history.back();
}
