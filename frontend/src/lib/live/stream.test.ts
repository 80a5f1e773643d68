import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { openStream } from "./stream";

class Line extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Line[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 1;

  constructor(readonly url: string) {
    super();
    Line.opened.push(this);
  }

  close(): void {
    this.readyState = Line.CLOSED;
  }
}

function show(state: "visible" | "hidden"): void {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

const openLines = () => Line.opened.filter((line) => line.readyState !== Line.CLOSED).length;

describe("the push stream", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", Line);
    Line.opened = [];
    show("visible");
  });
  afterEach(() => {
    show("visible");
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is let go by a tab that nobody sees, and taken up again by one that is seen", () => {
    const told: boolean[] = [];
    const end = openStream(() => {}, (open) => told.push(open));
    Line.opened[0]?.onopen?.();
    show("hidden");
    vi.advanceTimersByTime(60_000);
    expect(openLines()).toBe(0);
    show("visible");
    expect(openLines()).toBe(1);
    Line.opened[1]?.onopen?.();
    expect(told).toEqual([true, false, true]);
    end();
    expect(openLines()).toBe(0);
  });

  it("is let go at once by a page that is left, and taken up again on the way back", () => {
    const end = openStream(() => {}, () => {});
    window.dispatchEvent(new Event("pagehide"));
    expect(openLines()).toBe(0);
    window.dispatchEvent(new Event("pageshow"));
    expect(openLines()).toBe(1);
    end();
    window.dispatchEvent(new Event("pageshow"));
    expect(openLines()).toBe(0);
  });

  it("outlives a glance at another tab", () => {
    const end = openStream(() => {}, () => {});
    show("hidden");
    vi.advanceTimersByTime(1_000);
    show("visible");
    vi.advanceTimersByTime(60_000);
    expect(Line.opened).toHaveLength(1);
    expect(openLines()).toBe(1);
    end();
  });

  it("is not opened in a tab that is no longer seen, where the browser gives up meanwhile", () => {
    const end = openStream(() => {}, () => {});
    show("hidden");
    vi.advanceTimersByTime(4_000);
    Line.opened[0]?.close();
    Line.opened[0]?.onerror?.();
    vi.advanceTimersByTime(60_000);
    expect(openLines()).toBe(0);
    show("visible");
    expect(openLines()).toBe(1);
    end();
  });

  it("is opened again where the browser gave up, but not in a tab that nobody sees", () => {
    const end = openStream(() => {}, () => {});
    const [first] = Line.opened;
    first?.close();
    first?.onerror?.();
    vi.advanceTimersByTime(10_000);
    expect(openLines()).toBe(1);
    Line.opened[1]?.close();
    Line.opened[1]?.onerror?.();
    show("hidden");
    vi.advanceTimersByTime(60_000);
    expect(openLines()).toBe(0);
    end();
  });
});
