import type { Program, Run } from "@/lib/api/types";

export type ProgramName = NonNullable<Program["program"]>;

/** A program is at work, waits for new recordings, or is on its way to stand still; or a scan by hand goes on. */
export function isActive(program: Program): boolean {
  return program.program !== null || isStopping(program) || isScanOnly(program);
}

/** All that was found is settled; it waits for more. */
export function isWaiting(program: Program): boolean {
  return program.status === "idle";
}

export function isStopping(program: Program): boolean {
  return program.status === "stopping";
}

/** Somebody had a source looked through while no program runs: what is found waits. */
export function isScanOnly(program: Program): boolean {
  return program.program === null && program.scan !== null;
}

/** A custom run all of whose files were analysed before it began. */
export function hadNothingToDo(run: Run): boolean {
  return run.program === "custom" && run.status === "done" && !!run.files_total && run.files_before === run.files_total;
}
