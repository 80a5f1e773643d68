import { describe, expect, it } from "vitest";

import { PictureReader } from "./picture-reader";

const encode = (text: string) => new TextEncoder().encode(text);

function record(cameraId: number, jpeg: string): string {
  return `${JSON.stringify({ camera_id: cameraId, at_ms: 100, sent_ms: 160, bytes: jpeg.length })}\n${jpeg}`;
}

describe("pictures of several cameras over one line", () => {
  const bytes = encode(`${record(1, "one\npicture")}${JSON.stringify({ sent_ms: 200, bytes: 0 })}\n${record(2, "{other}")}`);

  it.each([1, 2, 7, 1000])("are found wherever a piece of %i bytes ends", (size) => {
    const reader = new PictureReader();
    const found = [];
    const signs: number[] = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...reader.push(bytes.subarray(at, at + size), (sentMs) => signs.push(sentMs)));
    expect(found.map((one) => [one.cameraId, new TextDecoder().decode(one.jpeg), one.sentMs - one.atMs])).toEqual([
      [1, "one\npicture", 60],
      [2, "{other}", 60],
    ]);
    expect(signs).toEqual([160, 200, 160]);
  });
});
