import { Field } from "@chakra-ui/react";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";

import type { Setting } from "@/lib/api/types";
import { renderApp } from "@/testing/render-app";

import { SettingInput } from "./setting-input";

const setting = { key: "symbologies", type: "texts", choices: ["QRCode", "Code39", "ITF"], fixed: false } as Setting;

function Shown() {
  const [typed, setTyped] = useState<string[]>(["QRCode"]);
  return (
    <Field.Root>
      <Field.Label>Kinds of codes</Field.Label>
      <SettingInput setting={setting} label="Kinds of codes" typed={typed} onChange={(value) => setTyped(value as string[])} />
      <output>{typed.join(" ")}</output>
    </Field.Root>
  );
}

it("ticks the choice whose name is pressed, also within a field", async () => {
  renderApp(<Shown />);
  await userEvent.click(screen.getByText("ITF"));
  expect(screen.getByRole("status").textContent).toBe("QRCode ITF");
  await userEvent.click(screen.getByText("QRCode"));
  expect(screen.getByRole("status").textContent).toBe("ITF");
  expect(new Set(screen.getAllByRole("checkbox").map((box) => box.id)).size).toBe(3);
});
