import { fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import type { CameraHealth } from "@/lib/api/types";
import { renderApp } from "@/testing/render-app";

import { ThenAndNow } from "./then-and-now";

const sample = (recording_id: number) => ({ recording_id, at_ms: 0, when_ms: 0 });

it("says that the picture of a recording that was deleted is gone, and keeps the other", async () => {
  const health = { camera_name: "Table 1", timezone: "UTC", baseline: { sample: sample(1) }, sample: sample(2) } as unknown as CameraHealth;
  renderApp(<ThenAndNow health={health} />);
  const [then] = await screen.findAllByRole("img");
  fireEvent.error(then as HTMLElement);
  expect(screen.getByText("There is no picture of this moment any more.")).toBeTruthy();
  expect(screen.getAllByRole("img", { name: /^Table 1/ })).toHaveLength(1);
});
