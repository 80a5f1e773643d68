import type { Program } from "@/lib/api/types";

export type ProgramName = NonNullable<Program["program"]>;

/** A program is at work, waits for new recordings, or is on its way to stand still. */
export function isActive(program: Program): boolean {
  return program.program !== null || isStopping(program);
}

/** All that was found is settled; it waits for more. */
export function isWaiting(program: Program): boolean {
  return program.status === "idle";
}

export function isStopping(program: Program): boolean {
  return program.status === "stopping";
}
