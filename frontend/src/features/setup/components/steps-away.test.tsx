import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { RegionsStep } from "./regions-step";
import { ResultStep } from "./result-step";
import { SourceStep } from "./source-step";

vi.mock("next/navigation", () => ({ useRouter: () => ({ prefetch: vi.fn() }) }));

const broken = new Failure(500, "disk", "The disk cannot be read.");

describe("a step whose answer does not come", () => {
  it.each([
    ["source", <SourceStep key="1" form={() => null} onNext={() => {}} />],
    ["regions", <RegionsStep key="2" editor={() => null} onNext={() => {}} />],
  ])("says so: %s", async (_, step) => {
    fakeApi({ "GET /cameras": broken });
    renderApp(step);
    expect(await screen.findByText("The disk cannot be read.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });

  it("is asked for once more: the first result", async () => {
    let answer: unknown = broken;
    const asked = { phase: "analysing", events: 0, event_ids: [], files: 1, files_failed: 0, media_ms: 60_000, progress: 0.5, from_ms: 0, to_ms: 0, newest_ms: 0 };
    fakeApi({
      "GET /setup/first-result": { ...asked, phase: "not_asked" },
      "GET /settings": { items: [], awaiting_restart: [] },
      "POST /setup/first-result": () => answer,
    });
    renderApp(<ResultStep event={() => null} onBack={() => {}} onFinished={() => {}} />);
    const again = await screen.findByRole("button", { name: "Try again" });
    answer = asked;
    await userEvent.click(again);
    expect(await screen.findByText(/minute/)).toBeTruthy();
    expect(screen.queryByText("The disk cannot be read.")).toBeNull();
  });
});
