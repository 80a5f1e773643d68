"use client";

import { useEffect, useState } from "react";

/**
 * While `dirty`: the browser asks before the page is closed or reloaded, and a click on a link of this page is held
 * back. `held` is where it leads; `release` goes there (or stays).
 */
export function useLeaveGuard(dirty: boolean, go: (href: string) => void) {
  const [held, setHeld] = useState<string | null>(null);

  useEffect(() => {
    if (!dirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest?.("a[href]");
      if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
      const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || link.target === "_blank" || link.download;
      const url = new URL(link.href);
      const sameView = url.pathname === window.location.pathname && url.search === window.location.search;
      if (opensElsewhere || url.origin !== window.location.origin || sameView) return;
      event.preventDefault();
      event.stopPropagation();
      setHeld(url.pathname + url.search);
    };
    window.addEventListener("beforeunload", onUnload);
    // Before the router's own listener.
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [dirty]);

  return {
    held,
    release: (leave: boolean) => {
      const href = held;
      setHeld(null);
      if (leave && href !== null) go(href);
    },
  };
}
