import { render } from "@testing-library/react";
import { useCallback, useRef } from "react";
import { describe, expect, it, vi } from "vitest";

import { useMissedEvents } from "./use-missed-events";

type Props = { state: { error?: object }; onError: () => void; onCanPlay: () => void };

/** A video that got into a state before the page was shown. */
function Player({ state, onError, onCanPlay }: Props) {
  const video = useRef<HTMLVideoElement | null>(null);
  const take = useCallback(
    (element: HTMLVideoElement | null) => {
      video.current = element;
      if (!element) return;
      for (const [name, value] of Object.entries(state)) Object.defineProperty(element, name, { value });
    },
    [state],
  );
  useMissedEvents(video, 0);
  return <video ref={take} onError={onError} onCanPlay={onCanPlay} />;
}

describe("what a video said before it was shown", () => {
  it("is told of again when it failed", () => {
    const [onError, onCanPlay] = [vi.fn(), vi.fn()];
    render(<Player state={{ error: {} }} onError={onError} onCanPlay={onCanPlay} />);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(onCanPlay).not.toHaveBeenCalled();
  });
});
