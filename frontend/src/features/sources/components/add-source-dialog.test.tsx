import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { AddSourceDialog } from "./add-source-dialog";

const camera = (name: string, files: number) => ({ name, folder: name, files, size_bytes: 1, newest_ms: 1, at_least: false });
const found = { path: "/videos", cameras: [camera("Table 1", 3), camera("Empty", 0)], warnings: [] };

describe("AddSourceDialog", () => {
  it("adds the cameras that have files, by their folders", async () => {
    const calls = fakeApi({ "POST /sources/detect": found, "POST /sources": { id: 7 }, "POST /sources/7/scan": {} });
    const closed = vi.fn();
    renderApp(<AddSourceDialog open onClose={closed} />);
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(/Folder on the computer/), "/videos{Enter}");
    await user.click(await screen.findByRole("button", { name: "Add 1 camera" }));
    await waitFor(() => expect(closed).toHaveBeenCalled());
    const added = calls.find((call) => call.path === "/sources");
    expect(added?.body).toEqual({ name: "videos", path: "/videos", cameras: ["Table 1"] });
  });

  it("lets the owner allow a folder that ePACK may not read yet, and keeps those allowed before", async () => {
    let allowed = false;
    const calls = fakeApi({
      "POST /sources/detect": () => (allowed ? found : new Failure(403, "forbidden", "Outside.")),
      "GET /settings": { items: [{ key: "allowed_roots", value: ["/old"] }], total: 1 },
      "PATCH /settings": () => {
        allowed = true;
        return {};
      },
    });
    renderApp(<AddSourceDialog open onClose={() => {}} />, "vi");
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText(/Thư mục trên máy/), "/videos{Enter}");
    await user.click(await screen.findByRole("button", { name: "Cho phép thư mục này" }));
    expect(await screen.findByText("Table 1")).toBeTruthy();
    expect(calls.find((call) => call.method === "PATCH")?.body).toEqual({ allowed_roots: ["/old", "/videos"] });
  });
});
