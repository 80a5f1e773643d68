import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";

import { Toaster } from "@/components/feedback/toaster";
import type { Source } from "@/lib/api/types";
import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { DeleteSourceDialog } from "./delete-source-dialog";

function Page() {
  const [open, setOpen] = useState(true);
  return (
    <>
      {open && <DeleteSourceDialog source={{ id: 3, kind: "local", name: "Packing", path: "/videos" } as Source} cameras={[]} onClose={() => setOpen(false)} />}
      <Toaster />
    </>
  );
}

it("says that a folder could not be added again, though the dialog is long gone", async () => {
  fakeApi({ "DELETE /sources/3": {}, "POST /sources": new Failure(409, "folder_gone", "The folder /videos is gone.") });
  renderApp(<Page />);
  await userEvent.click(await screen.findByRole("button", { name: "Delete source" }));
  await userEvent.click(await screen.findByRole("button", { name: "Add it again" }));
  expect(await screen.findByText("The folder /videos is gone.")).toBeTruthy();
});
