import { describe, expect, it } from "vitest";

import type { SourceCamera } from "@/lib/api/types";

import { choiceOf, draftOf, emptyEntry, entryOf, isLive, troublesOf } from "./draft";

const door = { key: "1", name: "Door", details: {} };
const table = { key: "2", name: "Table", details: {} };

describe("what is sent", () => {
  it("has secrets apart, and leaves those out that were not typed", () => {
    const entry = { ...emptyEntry("zoneminder"), values: { address: " http://zm.lan/zm ", user: "epack", password: "" } };
    expect(draftOf(entry, 7)).toEqual({ kind: "zoneminder", config: { address: "http://zm.lan/zm", user: "epack", time_zone: "" }, secrets: {}, source_id: 7 });
    const typed = draftOf({ ...entry, values: { ...entry.values, password: " spaces count " } }, null);
    expect(typed.secrets).toEqual({ password: " spaces count " });
    expect(typed).not.toHaveProperty("source_id");
  });

  it("keeps what was accepted when a source is changed", () => {
    const entry = entryOf("onvif", "Door", { address: "10.0.0.5", user: "", fingerprint: "ab", rtsp_port: null }, true);
    expect(draftOf(entry, 1).config).toMatchObject({ address: "10.0.0.5", fingerprint: "ab", transport: "tcp" });
  });

  it("asks an ONVIF device for its streams or for its recordings, not for both", () => {
    const live = { ...emptyEntry("onvif"), values: { ...emptyEntry("onvif").values, address: "x", since_days: "9" } };
    expect(draftOf(live, null).config).toMatchObject({ mode: "live", transport: "tcp" });
    expect(draftOf(live, null).config).not.toHaveProperty("since_days");
    expect(isLive(live)).toBe(true);
    const kept = { ...live, values: { ...live.values, mode: "recordings" } };
    expect(draftOf(kept, null).config).toMatchObject({ mode: "recordings", since_days: 9 });
    expect(draftOf(kept, null).config).not.toHaveProperty("transport");
    expect(isLive(kept)).toBe(false);
  });

  it("keeps what a camera is known by when its address is changed", () => {
    const stored = { transport: "udp", cameras: [{ key: "lan-1", name: "Door", main: "rtsp://10.0.0.5:554/1", sub: null }] };
    const entry = entryOf("rtsp", "Shop", stored, true);
    const moved = { ...entry, streams: entry.streams.map((one) => ({ ...one, main: "rtsp://10.0.0.6/1 " })) };
    expect(draftOf(moved, 1).config).toMatchObject({ transport: "udp", cameras: [{ key: "lan-1", name: "Door", main: "rtsp://10.0.0.6/1" }] });
  });

  it("has numbers as numbers, and what is none as it was typed", () => {
    const config = draftOf({ ...emptyEntry("dahua"), values: { address: "x", since_days: "30", sync_interval_min: "often" } }, null).config;
    expect(config).toMatchObject({ since_days: 30, sync_interval_min: "often" });
    expect(draftOf(emptyEntry("dahua"), null).config).not.toHaveProperty("since_days");
  });
});

describe("which cameras", () => {
  it("are all new under free names at first", () => {
    const choice = choiceOf([door, { ...table, name: "Door" }], {}, [], ["Table"]);
    expect(Object.values(choice).map((one) => [one.wanted, one.name])).toEqual([[true, "Door"], [true, "Door 2"]]);
    expect(choiceOf([table], {}, [], ["Table"])["2"]?.name).toBe("Table 2");
  });

  it("are those that were chosen before, when a source is changed", () => {
    const stored = [{ key: "1", name: "Door", camera_id: 4, camera: "Entrance", enabled: true, details: {} }] as SourceCamera[];
    expect(choiceOf([door, table], {}, stored, ["Entrance"])).toEqual({
      "1": { wanted: true, name: "Entrance", cameraId: 4 },
      "2": { wanted: false, name: "Table", cameraId: null },
    });
  });

  it("must have names of their own", () => {
    const wanted = (name: string, cameraId: number | null = null) => ({ wanted: true, name, cameraId });
    expect(troublesOf({ a: wanted("Door"), b: wanted(" Door "), c: wanted(""), d: wanted("Old"), e: wanted("", 3), f: wanted("x", 3) }, ["Old"])).toEqual({
      a: "nameTwice",
      b: "nameTwice",
      c: "nameEmpty",
      d: "nameTaken",
      e: "twice",
      f: "twice",
    });
    expect(troublesOf({ a: { ...wanted(""), wanted: false } }, [])).toEqual({});
  });
});
