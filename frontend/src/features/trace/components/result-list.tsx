"use client";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Panel } from "@/components/panel";

import type { SearchWish } from "../api/search";
import { isSearch, useFound } from "../hooks/use-results";
import type { RowActions } from "./event-row";
import { LatestEvents, RowSkeletons } from "./latest-events";
import { ResultGroups } from "./result-groups";

type Rows = { openId: string | null; chosen: ReadonlySet<string>; calm: boolean; actions: RowActions };

type Props = Rows & { wish: SearchWish; filtered: boolean };

/** What was found, or without a search the newest events. */
export function ResultList({ wish, filtered, ...rows }: Props) {
  return isSearch(wish) ? <Found wish={wish} {...rows} /> : <LatestEvents wish={wish} filtered={filtered} {...rows} />;
}

function Found({ wish, ...rows }: Rows & { wish: SearchWish }) {
  const { head, pages, show } = useFound(wish);
  if (head.data) return <ResultGroups head={head.data} pages={pages} onShow={show} {...rows} />;
  return (
    <Panel>{head.error ? <ErrorPanel error={head.error} onRetry={() => void head.refetch()} /> : <RowSkeletons />}</Panel>
  );
}
