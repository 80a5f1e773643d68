import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";

import { renderApp } from "@/testing/render-app";

import { DriveWay } from "./drive-way";

function Shown() {
  const [way, setWay] = useState<"oauth" | "service_account">("oauth");
  return (
    <>
      <DriveWay way={way} onWay={setWay} />
      <button>after</button>
    </>
  );
}

it("is one stop for the Tab key, and the arrows choose and go round", async () => {
  renderApp(<Shown />);
  const radios = screen.getAllByRole("radio");
  const chosen = () => radios.map((one) => one.getAttribute("aria-checked") === "true");
  await userEvent.tab();
  expect(document.activeElement).toBe(radios[0]);
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(radios[1]);
  expect(chosen()).toEqual([false, true]);
  await userEvent.keyboard("{ArrowRight}");
  expect(chosen()).toEqual([true, false]);
  await userEvent.keyboard("{ArrowLeft}");
  expect(chosen()).toEqual([false, true]);
  await userEvent.tab();
  expect(document.activeElement).toBe(screen.getByText("after"));
});
