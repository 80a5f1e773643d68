import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { Toaster } from "@/components/feedback/toaster";
import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { BackupSection } from "./backup-section";

const backup = (name: string) => ({ name, kind: "backup", size_bytes: 1_000, created_ms: 0, program: "1.0" });

it("asks about another backup without the failure of the one before", async () => {
  fakeApi({
    "GET /backups": { items: [backup("first.zip"), backup("second.zip")], folder: "/backups", task: null, task_name: null, failed: null, staged: false },
    "GET /settings": { items: [] },
    "DELETE /backups/first.zip": new Failure(500, "disk", "The disk cannot be written."),
    "POST /backups/first.zip/restore": new Failure(409, "backup_busy", "A backup is being made."),
  });
  renderApp(<BackupSection />);
  for (const [opens, does, failure] of [
    ["Delete", "Delete", "The disk cannot be written."],
    ["Restore", "Check and prepare", "A backup is being made."],
  ] as const) {
    await userEvent.click(await screen.findByRole("button", { name: `${opens} first.zip` }));
    await userEvent.click(await screen.findByRole("button", { name: does }));
    expect(await screen.findByText(failure)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await userEvent.click(screen.getByRole("button", { name: `${opens} second.zip` }));
    expect(await screen.findByRole("dialog")).toBeTruthy();
    expect(screen.queryByText(failure)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  }
});

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
