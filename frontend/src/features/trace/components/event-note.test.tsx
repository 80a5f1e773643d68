import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";

import type { EventDetail } from "@/lib/api/types";
import { fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { EventNote } from "./event-note";

function Page() {
  const [id, setId] = useState("a");
  return (
    <>
      <EventNote key={id} event={{ id, note: "", locked: false } as EventDetail} />
      <button onClick={() => setId(id === "a" ? "b" : "a")}>other event</button>
    </>
  );
}

it("keeps a note that is not saved while another event is looked at", async () => {
  fakeApi({ "GET /session": { signed_in: true, permissions: ["operate"], whole_site: true, user: null } });
  renderApp(<Page />);
  await userEvent.type(await screen.findByLabelText("Note on this event"), "two boxes");
  await userEvent.click(screen.getByText("other event"));
  expect(screen.getByLabelText("Note on this event")).toHaveProperty("value", "");
  await userEvent.click(screen.getByText("other event"));
  expect(screen.getByLabelText("Note on this event")).toHaveProperty("value", "two boxes");
  expect(screen.getByRole("button", { name: "Save note" })).toBeTruthy();
});

it("cuts nothing off a note that is too long, and says so", async () => {
  fakeApi({ "GET /session": { signed_in: true, permissions: ["operate"], whole_site: true, user: null } });
  renderApp(<Page />);
  const field = await screen.findByLabelText("Note on this event");
  fireEvent.change(field, { target: { value: "x".repeat(4_001) } });
  expect(field).toHaveProperty("value", "x".repeat(4_001));
  expect(screen.getByRole("alert").textContent).toBe("A note has at most 4,000 characters, this one has 4,001. Shorten it.");
  expect(screen.getByRole("button", { name: "Save note" })).toHaveProperty("disabled", true);
  fireEvent.change(field, { target: { value: "x".repeat(4_000) } });
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByRole("button", { name: "Save note" })).toHaveProperty("disabled", false);
});
