import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { Toaster } from "@/components/feedback/toaster";
import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { BackupSection } from "./backup-section";

it("says why a waiting restore could not be given up", async () => {
  fakeApi({
    "GET /backups": { items: [], folder: "/backups", task: null, task_name: null, failed: null, staged: true },
    "GET /settings": { items: [] },
    "DELETE /backups/waiting-restore": new Failure(500, "disk", "The disk cannot be written."),
  });
  renderApp(
    <>
      <BackupSection />
      <Toaster />
    </>,
  );
  await userEvent.click(await screen.findByRole("button", { name: "Do not restore" }));
  expect(await screen.findByText("The disk cannot be written.")).toBeTruthy();
});
