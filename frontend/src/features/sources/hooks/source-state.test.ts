import { describe, expect, it } from "vitest";

import type { LiveCamera, SourceState, SourceStatus } from "@/lib/api/types";

import { solutionOf } from "./solution";
import { lookOf, statusOfLive } from "./source-state";

const status = (state: SourceState, paused = false) => ({ state, paused }) as SourceStatus;

describe("how a source is", () => {
  it("is told by its state, but for those that are off or paused", () => {
    expect(lookOf({ kind: "drive", enabled: true, live: false }, status("failed"))).toEqual({ word: "failed", tone: "red" });
    expect(lookOf({ kind: "drive", enabled: true, live: false }, status("idle", true)).word).toBe("paused");
    expect(lookOf({ kind: "drive", enabled: false, live: false }, status("running")).word).toBe("off");
    expect(lookOf({ kind: "drive", enabled: true, live: false }, undefined).word).toBe("new");
  });

  it("calls a running camera recording, and a folder watched", () => {
    expect(lookOf({ kind: "rtsp", enabled: true, live: true }, status("running")).word).toBe("recording");
    expect(lookOf({ kind: "drive", enabled: true, live: false }, status("running")).word).toBe("running");
    expect(lookOf({ kind: "local", enabled: true, live: false }, undefined).word).toBe("watched");
    expect(lookOf({ kind: "local", enabled: true, live: false, away: true }, undefined)).toEqual({ word: "gone", tone: "red" });
  });
});

describe("a source of live cameras", () => {
  const camera = (id: number, state: string, trouble: string | null) => ({ camera_id: id, camera_name: `Table ${id}`, source_id: 5, state, trouble, message: trouble ? "It broke." : "", next_ms: null }) as LiveCamera;

  it("is as its worst camera, which is named", () => {
    const status = statusOfLive(5, [camera(1, "running", null), camera(2, "waiting", "source_lost"), { ...camera(3, "failed", "x"), source_id: 6 }]);
    expect([status?.state, status?.trouble, status?.message, status?.details]).toEqual(["waiting", "source_lost", "It broke.", { camera: "Table 2" }]);
    expect(statusOfLive(7, [])).toBeUndefined();
  });
});

describe("what puts a trouble right", () => {
  it("is a person's doing where only a person can, and another try everywhere else", () => {
    expect(solutionOf("source_credentials", { kind: "onvif", live: true })).toBe("password");
    expect(solutionOf("source_credentials", { kind: "drive", live: false })).toBe("sign_in");
    expect(solutionOf("source_consent_gone", { kind: "drive", live: false })).toBe("sign_in");
    expect(solutionOf("source_disk_full", { kind: "rtsp", live: true })).toBe("space");
    expect(solutionOf("source_unreachable", { kind: "zoneminder", live: false })).toBe("sync");
    expect(solutionOf("something_new", { kind: "drive", live: false })).toBe("sync");
    // A camera is tried again all the time: looking at its connection is what is left to do.
    expect(solutionOf("source_unreachable", { kind: "rtsp", live: true })).toBe("check");
  });
});
