import { screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { AboutSection } from "./about-section";

it("waits for no libraries once it is said that they cannot be had", async () => {
  fakeApi({ "GET /about": new Failure(404, "not_found", "It is not here."), "GET /settings": { items: [] } });
  const { container } = renderApp(<AboutSection />);
  expect(await screen.findByText("It is not here.")).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Libraries and licences" })).toBeNull();
  expect(container.querySelector(".chakra-skeleton")).toBeNull();
});
