"use client";

import { chakra } from "@chakra-ui/react";
import { useEffect, useState, type ReactNode } from "react";

import { useReachable } from "@/lib/live/live-provider";

type Props = {
  src: string;
  alt: string;
  fit: "contain" | "fill";
  /** Shown in its place while the server has none. */
  none: ReactNode;
  /** Lies over the picture. */
  children?: ReactNode;
};

/** Asked for again this long after it could not be had, then ever more seldom: a drive may be plugged in, a file finished. */
const FIRST_PAUSE_MS = 4_000;
const LONGEST_PAUSE_MS = 64_000;

/** A frame of a camera, which the server may not have yet, or no longer: it comes as soon as there is one. */
export function FramePicture({ src, alt, fit, none, children }: Props) {
  const reachable = useReachable();
  const [failures, setFailures] = useState(0);
  const [state, setState] = useState<"first" | "missing" | "again" | "shown">("first");

  useEffect(() => {
    if (state !== "missing" || !reachable) return;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
    const timer = setTimeout(() => setState("again"), pause);
    return () => clearTimeout(timer);
  }, [state, failures, reachable]);

  const isHidden = state === "again";
  return (
    <>
      {(state === "missing" || isHidden) && none}
      {state !== "missing" && (
        <chakra.img
          // The same element would not ask for the same address once more.
          key={failures}
          src={src}
          alt={alt}
          loading={isHidden ? "eager" : "lazy"}
          w="full"
          h="full"
          objectFit={fit}
          {...(isHidden && { position: "absolute", opacity: 0, pointerEvents: "none", "aria-hidden": true })}
          onLoad={() => setState("shown")}
          onError={() => {
            setFailures((before) => before + 1);
            setState("missing");
          }}
        />
      )}
      {(state === "first" || state === "shown") && children}
    </>
  );
}
