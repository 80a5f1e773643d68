import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import type { CameraHealth, HealthFinding } from "@/lib/api/types";
import { renderApp } from "@/testing/render-app";

import { AdviceList } from "./advice-list";
import { MeasureTiles } from "./measure-tiles";

const finding = (aspect: HealthFinding["aspect"], value: number, more: Partial<HealthFinding> = {}): HealthFinding => ({ aspect, level: "ok", value, normal: null, detail: null, days_left: null, history: [], ...more });
const days = ["2026-01-01", "2026-01-02", "2026-01-05"];
const findings = [
  finding("label_px", 1.72, { level: "caution", normal: 2.2, history: [2.2, null, 1.72] }),
  finding("sharpness", 1, { normal: 1, history: [null, null, 1] }),
  finding("view", 0.016, { level: "caution" }),
  finding("sticker", 0.9, { normal: 0.98, history: [0.98, 0.95, 0.9] }),
];
const camera = { history_days: days, findings } as unknown as CameraHealth;

describe("MeasureTiles", () => {
  it("says each measure in one sentence, in the same order on every camera", async () => {
    renderApp(<MeasureTiles camera={camera} />);
    await screen.findByText("Sharpness: 100% of normal, good.");
    // What is told as a part of normal needs no normal beside it.
    expect(screen.queryByText("Normal: 100%")).toBeNull();
    const said = screen.getAllByRole("listitem").map((one) => one.firstElementChild?.textContent);
    expect(said).toEqual([
      "Sticker readability: 90% of looks, good. Normal: 98%. Sticker readability over 3 days, from 98% to 90%.",
      "Size of the labels' codes: 1.7 px per module, caution. Normal: 2.2. Size of the labels' codes over 2 days, from 2.2 to 1.7.",
      "Sharpness: 100% of normal, good.",
      "View of the camera: 1.6% moved, caution. Normal: 0%.",
    ]);
  });

  it("draws a line where there are days to compare, and only there", async () => {
    const { container } = renderApp(<MeasureTiles camera={camera} />);
    await screen.findByText("Sharpness: 100% of normal, good.");
    const lines = [...container.querySelectorAll("polyline")].map((one) => one.getAttribute("points")?.split(" ").length);
    expect(lines).toEqual([3, 2]);
  });

  it("tells what no number would tell", async () => {
    const blind = [finding("blind", 1, { level: "critical", detail: "dark" }), finding("view", 0, { level: "critical", detail: "other_view" })];
    renderApp(<MeasureTiles camera={{ ...camera, findings: blind }} />, "vi");
    expect(await screen.findByText(/^Hình ảnh: Không có hình – nghiêm trọng\./)).toBeTruthy();
    expect(screen.getByText(/Cảnh khác – nghiêm trọng\./)).toBeTruthy();
  });
});

describe("AdviceList", () => {
  it("stands only beside what is not as it should be", async () => {
    renderApp(<AdviceList findings={findings} />);
    expect(await screen.findByText(/Move the camera closer/)).toBeTruthy();
    expect(screen.getByText(/Turn the camera back/)).toBeTruthy();
    expect(screen.queryByText(/Clean the lens/)).toBeNull();
    expect(screen.queryByText(/Sharpness/)).toBeNull();
  });
});
