import { describe, expect, it } from "vitest";

import { partsOf } from "./detail-parts";

describe("a value of a request", () => {
  it("is a time also where it came as the text of an address", () => {
    expect(partsOf("at_ms", "1795658412000")).toEqual([{ kind: "time", atMs: 1_795_658_412_000 }]);
    expect(partsOf("from_ms", 1_795_658_412_000)).toEqual([{ kind: "time", atMs: 1_795_658_412_000 }]);
    expect(partsOf("clock_offset_ms", -1500)).toEqual([{ kind: "text", text: "-1500" }]);
  });

  it("is a camera, or several", () => {
    expect(partsOf("camera_id", 1)).toEqual([{ kind: "camera", id: 1 }]);
    expect(partsOf("camera_ids", [1, 2, 3, 4])).toHaveLength(4);
    expect(partsOf("camera_ids", ["1", "2"])).toEqual([
      { kind: "camera", id: 1 },
      { kind: "camera", id: 2 },
    ]);
    expect(partsOf("to", [7])).toEqual([{ kind: "camera", id: 7 }]);
  });

  it("is no camera where a code was corrected to digits, and no time where a code looks like one", () => {
    expect(partsOf("to", "1795658412000")).toEqual([{ kind: "text", text: "1795658412000" }]);
    expect(partsOf("codes", ["1795658412000"])).toEqual([{ kind: "text", text: "1795658412000" }]);
  });

  it("is an event, a region or a word", () => {
    expect(partsOf("event_ids", ["d49c45fa4315"])).toEqual([{ kind: "event", id: "d49c45fa4315" }]);
    expect(partsOf("trigger", [577, 298, 125, 125])).toEqual([{ kind: "text", text: "577, 298, 125, 125" }]);
    expect(partsOf("locked", true)).toEqual([{ kind: "word", word: "yes" }]);
    expect(partsOf("mode", "exact")).toEqual([{ kind: "word", word: "exact" }]);
    expect(partsOf("note", "")).toEqual([]);
  });
});
