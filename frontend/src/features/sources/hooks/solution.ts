import type { Source } from "@/lib/api/types";

/** The one thing that puts a trouble right. */
export type Solution = "sign_in" | "password" | "certificate" | "edit" | "sync" | "space" | "networks" | "folders" | "check";

const solutions: Readonly<Record<string, Solution>> = {
  source_address_refused: "networks",
  source_tls: "certificate",
  source_credentials: "password",
  secret_unreadable: "password",
  source_consent_gone: "sign_in",
  source_not_allowed: "edit",
  source_not_found: "edit",
  source_redirected: "edit",
  source_too_large: "edit",
  source_unsupported: "edit",
  source_disk_full: "space",
  source_disk: "folders",
};

/** For everything that may be over the next time: trying at once. */
export function solutionOf(trouble: string, source: Pick<Source, "kind" | "live">): Solution {
  const solution = solutions[trouble] ?? (source.live ? "check" : "sync");
  return solution === "password" && source.kind === "drive" ? "sign_in" : solution;
}
