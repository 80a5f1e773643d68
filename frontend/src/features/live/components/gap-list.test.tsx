import { screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { GapList } from "./gap-list";

it("shows times as the clock at the camera has them, wherever the browser is", async () => {
  fakeApi({
    "GET /cameras": { items: [{ id: 7, name: "Table 7", timezone: "Pacific/Kiritimati" }], total: 1 },
    "GET /settings": { items: [] },
    "GET /live/7/gaps": { items: [{ from_ms: Date.UTC(2026, 0, 1, 3, 5, 7), to_ms: Date.UTC(2026, 0, 1, 3, 6, 7), cause: "no_file" }] },
  });
  renderApp(<GapList cameraId={7} hours={6} />);
  // 14 hours ahead of UTC.
  expect(await screen.findByText("17:05:07")).toBeTruthy();
});
