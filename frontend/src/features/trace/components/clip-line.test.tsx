import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { Toaster } from "@/components/feedback/toaster";
import type { Clip } from "@/lib/api/types";
import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { ClipLine } from "./clip-line";

it("says why a clip that is being cut was not cancelled", async () => {
  fakeApi({ "POST /clips/c1/cancel": new Failure(403, "forbidden", "That is for operators.") });
  renderApp(
    <>
      <ClipLine clip={{ id: "c1", mode: "fast", status: "running", progress: 0.2, file_name: null } as Clip} />
      <Toaster />
    </>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Cancel this clip" }));
  expect(await screen.findByText("That is for operators.")).toBeTruthy();
});
