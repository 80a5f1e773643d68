import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";

import { useTyped } from "./use-typed";

let told: string[] = [];

function Filter() {
  const [text, setText] = useState("abc");
  const [typed, setTyped] = useTyped(
    text,
    (next) => {
      told.push(next);
      setText(next);
    },
    20,
  );
  return (
    <>
      <input aria-label="name" value={typed} onChange={(event) => setTyped(event.target.value)} />
      <button onClick={() => setText("")}>address without it</button>
    </>
  );
}

it("tells once the typing pauses, and follows an address that changes otherwise", async () => {
  told = [];
  render(<Filter />);
  const field = screen.getByLabelText("name") as HTMLInputElement;
  await userEvent.type(field, "d");
  await new Promise((done) => setTimeout(done, 80));
  expect(told).toEqual(["abcd"]);
  await userEvent.click(screen.getByText("address without it"));
  expect(field.value).toBe("");
  await new Promise((done) => setTimeout(done, 80));
  expect(told).toEqual(["abcd"]);
});
