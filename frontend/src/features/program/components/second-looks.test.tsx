import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { SecondLooks } from "./second-looks";

const look = { recording_id: 1, path: "/in/Table 1/morning.mp4", progress: 0.42, second_look: true };

describe("SecondLooks", () => {
  it("tells what is looked through and how much waits", async () => {
    fakeApi({ "GET /status": { program: { program: "default" }, active: [look], second_looks_waiting: 3 } });
    renderApp(<SecondLooks />);
    expect(await screen.findByText(/Second look for every code: morning\.mp4, 42%\. 3 recordings wait/)).toBeTruthy();
  });

  it("says nothing about first looks and while no program runs", async () => {
    const calls = fakeApi({
      "GET /status": { program: { program: "default" }, active: [{ ...look, second_look: false }], second_looks_waiting: 0 },
    });
    const shown = renderApp(<SecondLooks />, "vi");
    await waitFor(() => expect(calls.length).toBe(1));
    expect(shown.container.textContent).toBe("");
  });
});
