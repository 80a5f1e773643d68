import { useQuery } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { Toaster } from "@/components/feedback/toaster";
import { api } from "@/lib/api/client";
import type { Problem } from "@/lib/api/types";
import { fakeApi, slowly } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { ProblemsPanel } from "./problems-panel";

vi.mock("next/navigation", () => ({ useRouter: () => ({ prefetch: vi.fn() }), usePathname: () => "/overview/" }));

function Shown() {
  const problems = useQuery({ queryKey: ["overview"], queryFn: () => api<{ problems: Problem[] }>("/overview") }).data?.problems;
  return (
    <>
      {problems && <ProblemsPanel problems={problems} troubles={[]} />}
      <Toaster />
    </>
  );
}

it("tells a camera that lost its picture before what can wait", async () => {
  fakeApi({ "GET /session": { signed_in: true, permissions: ["operate"], whole_site: true, user: null } });
  const problem = (severity: Problem["severity"], reason: string): Problem => ({ code: "failed_files", action: "none", severity, details: { count: 1, reason, example: "a.mp4" } });
  const troubles = [
    { key: 1, severe: true, line: <li>Dark</li> },
    { key: 2, severe: false, line: <li>Moved</li> },
  ];
  renderApp(<ProblemsPanel problems={[problem("high", "empty"), problem("medium", "encrypted"), problem("low", "not_video")]} troubles={troubles} />);
  const lines = (await screen.findAllByRole("listitem")).map((line) => line.textContent ?? "");
  expect(lines.map((line) => /empty|encrypted|not a video|Dark|Moved/.exec(line)?.[0])).toEqual(["empty", "Dark", "encrypted", "Moved", "not a video"]);
});

it("says that a problem is solved, though its line is gone by then", async () => {
  let problems: unknown[] = [{ code: "failed_files", action: "retry_failed", severity: "medium", details: { count: 2, reason: "empty", example: "a.mp4" } }];
  fakeApi({
    "GET /overview": () => ({ problems }),
    "GET /session": { signed_in: true, permissions: ["operate"], whole_site: true, user: null },
    "POST /recordings/retry": () => {
      problems = [];
      return { retried: 2 };
    },
  });
  slowly("/session", 50);
  renderApp(<Shown />);
  await userEvent.click(await screen.findByRole("button"));
  expect(await screen.findByText("2 files wait again")).toBeTruthy();
});
