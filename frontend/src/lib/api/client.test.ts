import { afterEach, describe, expect, it, vi } from "vitest";

import { Failure, fakeApi } from "@/testing/fake-api";

import { api, apiLines, apiUrl, onReachability, onSignedOut } from "./client";
import { ApiError } from "./errors";

afterEach(() => onReachability(() => {}));

describe("apiUrl", () => {
  it("leaves empty values out and repeats lists", () => {
    expect(apiUrl("/events", { from_ms: null, camera_id: [1, 2], status: "", page: 0 })).toBe(
      "/api/events?camera_id=1&camera_id=2&page=0",
    );
  });
});

describe("api", () => {
  it("throws what the server says is wrong", async () => {
    fakeApi({ "POST /x": new Failure(403, "forbidden", "Not there.", { path: "/etc" }) });
    const error = await api("/x", { method: "POST", json: {} }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 403, code: "forbidden", message: "Not there.", details: { path: "/etc" } });
  });

  it("tells when no answer comes, and when one comes again", async () => {
    const told: boolean[] = [];
    onReachability((reachable) => told.push(reachable));
    fakeApi({ "GET /x": new TypeError("refused") });
    await expect(api("/x")).rejects.toMatchObject({ status: 0, unreachable: true });
    fakeApi({ "GET /x": { fine: true } });
    await expect(api("/x")).resolves.toEqual({ fine: true });
    expect(told).toEqual([false, true]);
  });

  it("does not take a device that the server cannot reach for the server", async () => {
    const told: boolean[] = [];
    onReachability((reachable) => told.push(reachable));
    fakeApi({ "GET /x": new Failure(502, "source_unreachable", "Nothing answers there.") });
    await expect(api("/x")).rejects.toMatchObject({ code: "source_unreachable", unreachable: false });
    expect(told).toEqual([true]);
  });

  it("asks once for a change that a double click asks for twice, and again afterwards or after another change", async () => {
    vi.useFakeTimers();
    let asked = 0;
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ number: ++asked }), { status: 201, headers: { "Content-Type": "application/json" } }));
    const add = (name: string) => api<{ number: number }>("/x", { method: "POST", json: { name } });
    expect(await Promise.all([add("a"), add("a")])).toEqual([{ number: 1 }, { number: 1 }]);
    expect(await add("a")).toEqual({ number: 1 });
    expect(await add("b")).toEqual({ number: 2 });
    expect(await add("a")).toEqual({ number: 3 });
    vi.advanceTimersByTime(1000);
    expect(await add("a")).toEqual({ number: 4 });
    vi.useRealTimers();
  });

  it("keeps the status of an answer that is not JSON", async () => {
    vi.stubGlobal("fetch", async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(api("/x")).rejects.toMatchObject({ status: 502, code: "http_502", unreachable: true });
  });
});

it("tells of a session that has ended also where the answer would come line by line", async () => {
  const ended = vi.fn();
  onSignedOut(ended);
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ error: { code: "sign_in_needed", message: "Sign in." } }), { status: 401, headers: { "Content-Type": "application/json" } }));
  await expect(apiLines("/sources/test/steps", { method: "POST", json: {} }, () => {})).rejects.toMatchObject({ status: 401 });
  expect(ended).toHaveBeenCalledOnce();
  onSignedOut(() => {});
});
