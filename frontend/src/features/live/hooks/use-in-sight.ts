"use client";

import { useEffect, useState, useSyncExternalStore, type RefObject } from "react";

/** Whether an element is on the screen of a tab that is seen: pictures that nobody sees are not fetched. */
export function useInSight(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  const visible = useSyncExternalStore(onVisibility, isVisible, () => true);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting === true), { threshold: 0.1 });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return near && visible;
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

function isVisible(): boolean {
  return document.visibilityState === "visible";
}
