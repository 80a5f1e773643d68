import { screen } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Recording } from "@/lib/api/types";
import { renderApp } from "@/testing/render-app";

import { FileOrders } from "./file-orders";

it("shows a dash where the server is older than the page and tells no number", () => {
  const told = { camera_id: 1, file_name: "a.mp4", start_ms: 0, duration_ms: 1_000 } as Recording;
  renderApp(<FileOrders recording={told} zone="UTC" />);
  expect(screen.getByText("–")).toBeTruthy();
});
