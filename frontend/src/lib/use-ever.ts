import { useState } from "react";

/** Whether `now` has ever been true: a dialog's script is fetched when it is first asked for, and its closing is drawn. */
export function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
