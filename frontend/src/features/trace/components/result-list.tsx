"use client";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Panel } from "@/components/panel";

import type { useResults } from "../hooks/use-results";
import type { RowActions } from "./event-row";
import { LatestEvents, RowSkeletons } from "./latest-events";
import { ResultGroups } from "./result-groups";

type Props = {
  results: ReturnType<typeof useResults>;
  filtered: boolean;
  openId: string | null;
  chosen: ReadonlySet<string>;
  calm: boolean;
  actions: RowActions;
};

/** What was found, or without a search the newest events. */
export function ResultList({ results: { searching, search, latest }, filtered, ...rows }: Props) {
  if (!searching) {
    return <LatestEvents head={latest.head} pages={latest.pages} onShow={latest.show} filtered={filtered} {...rows} />;
  }
  if (search.head.data) {
    return <ResultGroups head={search.head.data} pages={search.pages} onShow={search.show} {...rows} />;
  }
  return (
    <Panel>
      {search.head.error ? (
        <ErrorPanel error={search.head.error} onRetry={() => void search.head.refetch()} />
      ) : (
        <RowSkeletons />
      )}
    </Panel>
  );
}
