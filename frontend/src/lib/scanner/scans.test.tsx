import { render } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { keepsScan, passScan, useScans } from "./scans";

function Search({ take }: { take: (code: string) => void }) {
  useScans(take);
  return null;
}

function field(html: string): Element {
  document.body.innerHTML = html;
  return document.querySelector("input, textarea") as Element;
}

describe("a scanned code", () => {
  it("waits for the page that searches, and is searched once", () => {
    expect(passScan("SPXVN0123")).toBe(false);
    const take = vi.fn();
    const page = render(<Search take={take} />);
    expect(take.mock.calls).toEqual([["SPXVN0123"]]);
    expect(passScan("SPXVN0456")).toBe(true);
    expect(take).toHaveBeenLastCalledWith("SPXVN0456");
    page.unmount();
    render(<Search take={take} />);
    expect(take).toHaveBeenCalledTimes(2);
  });

  it("stays in a text field of another page, and on Trace only in one that asks for it", () => {
    document.body.innerHTML = "";
    const page = render(<Search take={() => {}} />);
    expect(keepsScan(field("<textarea></textarea>"))).toBe(false);
    expect(keepsScan(field('<input data-scan="keep">'))).toBe(true);
    page.unmount();
    expect(keepsScan(field("<input>"))).toBe(true);
    expect(keepsScan(field('<input type="checkbox">'))).toBe(false);
  });
});
