import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { setReachable, watchConnection } from "@/lib/live/connection";

import { insist } from "./insist";

let end = () => {};

describe("the script of a part", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    end = watchConnection();
  });
  afterEach(() => {
    end();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is waited for while the server is away", async () => {
    let there = false;
    vi.stubGlobal("fetch", async () => {
      if (!there) throw new TypeError("refused");
      return new Response("{}", { status: 200 });
    });
    const load = vi.fn(async () => {
      if (!there) throw new Error("chunk");
      return "dialog";
    });
    const got = insist(load);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load.mock.calls.length).toBe(1);
    there = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await got).toBe("dialog");
  });

  it("is given up where the server answers and has it no more", async () => {
    vi.stubGlobal("fetch", async () => new Response("{}", { status: 200 }));
    const load = vi.fn(async () => Promise.reject(new Error("chunk")));
    const got = insist(load).catch((error: Error) => error.message);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await got).toBe("chunk");
    expect(load.mock.calls.length).toBe(3);
    setReachable(true);
  });
});
