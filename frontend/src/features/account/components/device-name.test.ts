import { describe, expect, it } from "vitest";

import { deviceName } from "./device-name";

describe("a device is named as its owner knows it", () => {
  it.each([
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge", "Windows"],
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "Chrome", "Linux"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1", "Safari", "iPhone"],
    ["Mozilla/5.0 (Linux; Android 14; SM-A15) Chrome/130.0 Mobile Safari/537.36", "Chrome", "Android"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", "macOS"],
    ["", "", ""],
  ])("%s", (agent, browser, system) => {
    expect(deviceName(agent)).toEqual({ browser, system });
  });
});
