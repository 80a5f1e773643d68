import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { TableDialog } from "./table-dialog";

const columns = [
  { letter: "A", header: "Order", samples: ["1001"], filled: 2, code_like: 0 },
  { letter: "B", header: "", samples: ["SPX1", "SPX2"], filled: 2, code_like: 1 },
];

function readTable(body: unknown) {
  const form = body as FormData;
  const column = (form.get("column") ?? "B") as string;
  const codes = column === "A" ? ["1001", "1002"] : ["SPX1", "SPX2"];
  return { columns, suggested_column: "B", column, codes, rows: 2, platform_saved: form.has("platform"), warnings: [{ code: "cells_rounded", message: "Rounded.", details: { count: 3 } }] };
}

it("takes the codes of the chosen column and remembers it for the named marketplace", async () => {
  const calls = fakeApi({ "GET /platforms": { items: [], total: 0 }, "POST /search/table": readTable });
  const found = vi.fn();
  renderApp(<TableDialog file={new File(["x"], "orders.csv")} onClose={() => {}} onCodes={found} />);
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Marketplace"), "Shopee");
  expect(screen.getByText(/^3 cells hold numbers/)).toBeTruthy();
  await user.selectOptions(screen.getByLabelText("Column with the codes"), "A: Order (1001)");
  expect(await screen.findByText("1001 1002")).toBeTruthy();
  await user.click(await screen.findByRole("button", { name: "Search 2 codes" }));
  await waitFor(() => expect(found).toHaveBeenCalledWith(["1001", "1002"]));
  const saved = calls.map((call) => call.body).filter((body) => body instanceof FormData && body.has("platform"));
  expect(saved).toHaveLength(1);
  expect([(saved[0] as FormData).get("column"), (saved[0] as FormData).get("platform")]).toEqual(["A", "Shopee"]);
});
