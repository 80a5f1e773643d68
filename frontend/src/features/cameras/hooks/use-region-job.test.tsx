import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";

import { setReachable, watchConnection } from "@/lib/live/connection";
import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { useRegionJob } from "./use-region-job";

const job = (status: string) => ({ id: "1", kind: "trial", status, progress: 0.4, reason: null, reason_code: null });

function Shown({ cameraId }: { cameraId: number }) {
  const { running, error, job: found, start } = useRegionJob(cameraId, "region-trial");
  return (
    <>
      <button onClick={() => start({ regions: "as drawn" })}>try</button>
      <p>{running ? "runs" : error ? "failed" : found ? "found" : "nothing"}</p>
    </>
  );
}

const PATIENT = { timeout: 5_000 };
/** Until then the same wish counts as the second click of a double click. */
const DOUBLE_CLICK_MS = 700;
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let unwatch = () => {};
beforeEach(() => {
  unwatch = watchConnection();
});
afterEach(() => unwatch());

it("begins anew what was lost with the server, once that is back", async () => {
  let answer: () => unknown = () => job("running");
  let away = false;
  const calls = fakeApi({
    "POST /cameras/3/region-trial": () => answer(),
    "GET /region-jobs/1": () => {
      if (away) throw new TypeError("Failed to fetch");
      return job("running");
    },
  });
  renderApp(<Shown cameraId={3} />);
  act(() => screen.getByText("try").click());
  await screen.findByText("runs");
  await later(DOUBLE_CLICK_MS);
  away = true;
  await screen.findByText("failed", undefined, PATIENT);
  away = false;
  answer = () => job("done");
  act(() => setReachable(true));
  await screen.findByText("found", undefined, PATIENT);
  const asked = calls.filter((call) => call.method === "POST");
  expect(asked.map((call) => call.body)).toEqual([{ regions: "as drawn" }, { regions: "as drawn" }]);
});

it("begins anew once where the server came back unnoticed, and says so when that is no use either", async () => {
  let looks = 0;
  const calls = fakeApi({
    "POST /cameras/4/region-trial": job("running"),
    "GET /region-jobs/1": () => (++looks % 4 ? job("running") : new Failure(404, "job_gone", "This job is gone. Start it again.")),
  });
  renderApp(<Shown cameraId={4} />);
  act(() => screen.getByText("try").click());
  await waitFor(() => expect(calls.filter((call) => call.method === "POST")).toHaveLength(2), PATIENT);
  await screen.findByText("failed", undefined, PATIENT);
  await later(DOUBLE_CLICK_MS);
  expect(calls.filter((call) => call.method === "POST")).toHaveLength(2);
});
