"use client";

import { Box, Button, Skeleton, Stack } from "@chakra-ui/react";
import NextLink from "next/link";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { RunIcon } from "@/components/icons";
import { Pager } from "@/components/pager";
import { Panel } from "@/components/panel";
import { paths } from "@/config/paths";

import { EVENT_PAGE_SIZE, useEvents, type EventWish } from "../api/get-events";
import { EventRow, type RowActions } from "./event-row";

type Props = {
  wish: EventWish;
  filtered: boolean;
  openId: string | null;
  chosen: ReadonlySet<string>;
  actions: RowActions;
  onPage: (page: number) => void;
};

/** What stands under the search box before anything was searched: the newest events of the chosen time. */
export function LatestEvents({ wish, filtered, openId, chosen, actions, onPage }: Props) {
  const t = useTranslations("trace");
  const events = useEvents(wish, true);
  return (
    <Panel title={t("latest")} overflow="hidden">
      {events.data ? (
        events.data.items.length > 0 ? (
          <Stack as="ul" gap="0" separator={<Box borderTopWidth="1px" borderColor="border.muted" />}>
            {events.data.items.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                open={event.id === openId}
                chosen={chosen.has(event.id)}
                actions={actions}
              />
            ))}
          </Stack>
        ) : (
          <StatePanel
            icon={<RunIcon />}
            title={filtered ? t("noneInRange") : t("noneYet")}
            actions={
              !filtered && (
                <Button size="sm" asChild>
                  <NextLink href={paths.program}>{t("toProgram")}</NextLink>
                </Button>
              )
            }
          >
            {filtered ? t("noneInRangeHint") : t("noneYetHint")}
          </StatePanel>
        )
      ) : events.error ? (
        <ErrorPanel error={events.error} onRetry={() => void events.refetch()} />
      ) : (
        <RowSkeletons />
      )}
      {events.data && (
        <Pager page={wish.page} pageSize={EVENT_PAGE_SIZE} total={events.data.total} onPage={onPage} />
      )}
    </Panel>
  );
}

/** Rows of the height that real ones have, so that nothing jumps when they come. */
export function RowSkeletons() {
  return (
    <Stack gap="0" p="3">
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} h="18" my="1" />
      ))}
    </Stack>
  );
}
