import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";

import { renderApp } from "@/testing/render-app";

import { RegionFields } from "./region-fields";
import { polygon, rectangle, type Shape } from "./shapes";

const frame = { width: 1920, height: 1080 };
function Fields({ first, onShape }: { first: Shape; onShape: (shape: Shape | null) => void }) {
  const [now, setNow] = useState<Shape | null>(first);
  return (
    <RegionFields
      kind="label"
      shape={now}
      frame={frame}
      onChange={(_, next) => {
        onShape(next);
        setNow(next);
      }}
    />
  );
}

async function typeWidth(text: string) {
  const field = screen.getByLabelText(/width/i) as HTMLInputElement;
  await userEvent.clear(field);
  expect(field.value).toBe("");
  await userEvent.type(field, text);
  expect(field.value).toBe(text);
}

describe("the numbers of a region", () => {
  it("are typed as any others: emptied first, then digit by digit", async () => {
    const onShape = vi.fn();
    renderApp(<Fields first={rectangle([100, 100, 200, 200])} onShape={onShape} />);
    await typeWidth("1300");
    expect(onShape).toHaveBeenLastCalledWith(rectangle([100, 100, 1300, 200]));
  });

  it("stretch a polygon from what it was, not from what stood there on the way", async () => {
    const onShape = vi.fn();
    renderApp(<Fields first={polygon([[100, 100], [300, 100], [250, 300], [150, 300]])} onShape={onShape} />);
    await typeWidth("400");
    expect(onShape).toHaveBeenLastCalledWith(polygon([[100, 100], [500, 100], [400, 300], [200, 300]]));
  });
});
