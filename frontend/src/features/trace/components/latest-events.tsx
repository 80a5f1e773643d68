"use client";

import { Button, Skeleton, Stack } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { RunIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import { paths } from "@/config/paths";
import { useCameraZone } from "@/lib/cameras/cameras";
import { useMayOpen } from "@/lib/session/session";

import { EVENT_PAGE_SIZE } from "../api/get-events";
import type { SearchWish } from "../api/search";
import { useLatest } from "../hooks/use-results";
import { EventRow, ROW_REM, RowPlaceholder, type RowActions } from "./event-row";
import { VirtualRows } from "./virtual-rows";

type Props = {
  wish: SearchWish;
  filtered: boolean;
  openId: string | null;
  chosen: ReadonlySet<string>;
  calm: boolean;
  actions: RowActions;
};

/** What stands under the search box before anything was searched: the newest events of the chosen time. */
export function LatestEvents({ wish, filtered, openId, chosen, calm, actions }: Props) {
  const t = useTranslations("trace");
  const zoneOf = useCameraZone();
  const { head, pages, show } = useLatest(wish);
  const mayRun = useMayOpen(paths.program);
  const events = head.data;
  const at = (index: number) => pages.get(Math.floor(index / EVENT_PAGE_SIZE) + 1)?.items[index % EVENT_PAGE_SIZE];

  function indexOfOpen(): number {
    for (const [page, list] of pages) {
      const place = list.items.findIndex((event) => event.id === openId);
      if (place >= 0) return (page - 1) * EVENT_PAGE_SIZE + place;
    }
    return -1;
  }

  function row(index: number) {
    const event = at(index);
    if (!event) return <RowPlaceholder />;
    return <EventRow event={event} zone={zoneOf(event.camera_id)} open={event.id === openId} chosen={chosen.has(event.id)} calm={calm} actions={actions} />;
  }

  return (
    <Panel title={t("latest")}>
      {events ? (
        events.items.length > 0 ? (
          <VirtualRows
            count={events.total}
            usual={ROW_REM}
            alike
            keyOf={(index) => at(index)?.id ?? `${index}`}
            row={row}
            onShow={show}
            openIndex={indexOfOpen()}
            separated
          />
        ) : (
          <StatePanel
            icon={<RunIcon />}
            title={filtered ? t("noneInRange") : t("noneYet")}
            actions={
              !filtered && mayRun && (
                <Button size="sm" asChild>
                  <PageLink href={paths.program}>{t("toProgram")}</PageLink>
                </Button>
              )
            }
          >
            {filtered ? t("noneInRangeHint") : t("noneYetHint")}
          </StatePanel>
        )
      ) : head.error ? (
        <ErrorPanel error={head.error} onRetry={() => void head.refetch()} />
      ) : (
        <RowSkeletons />
      )}
    </Panel>
  );
}

/** Rows of the height that real ones have, so that nothing jumps when they come. */
export function RowSkeletons() {
  return (
    <Stack gap="0" p="3">
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} h="24" my="1" />
      ))}
    </Stack>
  );
}
