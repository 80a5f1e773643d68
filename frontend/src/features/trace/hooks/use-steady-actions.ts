import { useEffect, useMemo, useRef } from "react";

import type { RowActions } from "../components/event-row";

/** The same functions at every render, doing what the newest ones do: rows of a long list are not drawn again for them. */
export function useSteadyActions(actions: RowActions): RowActions {
  const newest = useRef(actions);
  useEffect(() => {
    newest.current = actions;
  });
  return useMemo(
    () => ({
      onOpen: (eventId) => newest.current.onOpen(eventId),
      onSearch: (code) => newest.current.onSearch(code),
      onChoose: (eventId, wanted) => newest.current.onChoose(eventId, wanted),
    }),
    [],
  );
}
