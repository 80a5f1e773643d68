import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { LiveView } from "./live-view";

vi.mock("next/navigation", () => ({ useRouter: () => ({ prefetch: vi.fn() }), usePathname: () => "/live/", useSearchParams: () => new URLSearchParams() }));

it.each([true, false])("offers to add a camera to those who may only (all cameras: %s)", async (all) => {
  fakeApi({
    "GET /live": { items: [] },
    "GET /session": { signed_in: true, permissions: ["read", "operate"], whole_site: all, user: null },
  });
  renderApp(<LiveView />);
  expect(await screen.findByText("No live camera yet")).toBeTruthy();
  expect(await screen.findByText(all ? /^Add a camera by its RTSP/ : /^Whoever looks after all cameras/)).toBeTruthy();
  expect(screen.queryAllByRole("link")).toHaveLength(all ? 2 : 0);
});
