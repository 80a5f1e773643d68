import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { useRestart } from "./restart";

function Restart() {
  const restart = useRestart();
  return <button onClick={() => restart.mutate()}>{restart.status}</button>;
}

describe("the restart", () => {
  it("is over as well when the restored store does not know the session", async () => {
    fakeApi({
      "POST /server/restart": { started_ms: 5, next_address: null },
      "GET /about": new Failure(401, "sign_in_needed", "Sign in."),
    });
    renderApp(<Restart />);
    screen.getByRole("button").click();
    expect(await screen.findByText("success", undefined, { timeout: 4_000 })).toBeTruthy();
  });
});
