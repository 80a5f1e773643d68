"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "@/lib/api/client";
import type { Program, ProgramIn } from "@/lib/api/types";

import { programKeys } from "./keys";

type Command = Partial<ProgramIn> & Pick<ProgramIn, "action">;

/** Start or stop a program; the answer is the state after it. */
export function useControlProgram() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (command: Command) => api<Program>("/program", { method: "POST", json: command }),
    onSuccess: (program) => client.setQueryData(programKeys.program, program),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: programKeys.program }),
        client.invalidateQueries({ queryKey: programKeys.runs }),
        client.invalidateQueries({ queryKey: programKeys.recordings }),
        client.invalidateQueries({ queryKey: programKeys.status }),
      ]),
  });
}
