import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import type { Setting } from "@/lib/api/types";
import { useSettingsDraft } from "@/lib/settings/use-settings-draft";
import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { UnsavedSettings } from "./unsaved-settings";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

const port = { key: "port", type: "int", value: 8000, default: 8000, min: 1, max: 65535, unit: "", choices: [], fixed: false, restart: true, group: "server" } as unknown as Setting;

function Form() {
  const draft = useSettingsDraft([port]);
  return (
    <>
      <UnsavedSettings settings={[port]} draft={draft} />
      <input aria-label="port" value={String(draft.typed(port))} onChange={(event) => draft.set("port", event.target.value)} />
      <a href="/trace/">leave</a>
    </>
  );
}

it("says in the dialog why it could not be saved on the way out", async () => {
  fakeApi({ "PATCH /settings": new Failure(500, "disk", "The disk is full.") });
  renderApp(<Form />);
  await userEvent.type(screen.getByLabelText("port"), "1");
  await userEvent.click(screen.getByText("leave"));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "Save and leave" }));
  expect(await within(dialog).findByText("The disk is full.")).toBeTruthy();
  expect(push).not.toHaveBeenCalled();
});

it("keeps what is typed while the former change is being saved", async () => {
  let answer = () => {};
  const waits = new Promise<void>((done) => (answer = done));
  vi.stubGlobal("fetch", async () => {
    await waits;
    return new Response(JSON.stringify({ items: [], awaiting_restart: [] }), { headers: { "Content-Type": "application/json" } });
  });
  function Saving() {
    const draft = useSettingsDraft([port]);
    return (
      <>
        <input aria-label="port" value={String(draft.typed(port))} onChange={(event) => draft.set("port", event.target.value)} />
        <button onClick={() => draft.save(() => {})}>{draft.saving ? "saving" : "save"}</button>
      </>
    );
  }
  renderApp(<Saving />);
  const field = screen.getByLabelText("port") as HTMLInputElement;
  await userEvent.type(field, "1");
  await userEvent.click(screen.getByText("save"));
  await screen.findByText("saving");
  await userEvent.type(field, "2");
  answer();
  await screen.findByText("save");
  expect(field.value).toBe("800012");
});
