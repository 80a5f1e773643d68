"use client";

import { Box, Grid, Stack, useBreakpointValue } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { toaster } from "@/components/feedback/toaster";
import { Modal } from "@/components/modal";
import { Page } from "@/components/page";
import { Panel } from "@/components/panel";
import { useCameras } from "@/lib/cameras/cameras";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useRefreshOn } from "@/lib/live/use-refresh-on";
import { browserZone } from "@/lib/time/zone";

import { traceKeys } from "../api/keys";
import { searchQuery, useSearch, type SearchWish } from "../api/search";
import { useReadPhoto } from "../api/read-photo";
import { instants } from "../hooks/range";
import { useSelection } from "../hooks/use-selection";
import { useTraceKeys } from "../hooks/use-trace-keys";
import { useTraceParams } from "../hooks/use-trace-params";
import { BatchBar } from "./batch-bar";
import type { ClipHandle } from "./clip-section";
import { EventPanel } from "./event-panel";
import { FilterBar } from "./filter-bar";
import { LatestEvents, RowSkeletons } from "./latest-events";
import { NothingOpen } from "./nothing-open";
import type { PlayerHandle } from "./player";
import { ResultGroups } from "./result-groups";
import { SearchForm } from "./search-form";
import { TableDialog } from "./table-dialog";

/** Find a parcel by its code and see how it was packed. */
export function TraceView() {
  const t = useTranslations("trace");
  const text = useErrorText();
  const client = useQueryClient();
  const [params, change] = useTraceParams();
  // What is typed holds until another text is searched, be it by the address or by going back.
  const [typed, setTyped] = useState({ text: params.text, over: params.text });
  if (typed.over !== params.text) setTyped({ text: params.text, over: params.text });
  const [table, setTable] = useState<File | null>(null);
  const [nowMs] = useState(Date.now);
  const photo = useReadPhoto();
  const selection = useSelection();
  const field = useRef<HTMLTextAreaElement>(null);
  const player = useRef<PlayerHandle>(null);
  const clips = useRef<ClipHandle>(null);
  const isWide = useBreakpointValue({ base: false, lg: true }, { ssr: false }) ?? true;

  const cameras = useCameras().data?.items ?? [];
  const zone = (cameras.find((camera) => params.cameraIds.includes(camera.id)) ?? cameras[0])?.timezone ?? browserZone();
  const when = instants(params.range, zone, nowMs);
  const wish: SearchWish = { text: params.text, ...when, cameraIds: params.cameraIds, page: params.page };
  const search = useSearch(wish);
  const searching = params.text.trim() !== "";
  const listed = useMemo(
    () => [...new Set(search.data?.groups.flatMap((group) => group.matches.map((match) => match.event.id)) ?? [])],
    [search.data],
  );
  useRefreshOn(["event"], traceKeys.events, 1_500);

  function open(eventId: string | null) {
    change({ eventId, page: params.page }, "replace");
  }

  async function find(wanted: string) {
    const next = wanted.trim();
    setTyped({ text: next, over: params.text });
    selection.replace([]);
    change({ text: next, eventId: null });
    if (next === "") return;
    try {
      const found = await client.fetchQuery(searchQuery({ ...wish, text: next, page: 1 }));
      const first = found.groups.find((group) => group.matches.length > 0)?.matches[0];
      if (!first) return field.current?.select();
      // Keys now mean the player; `/` comes back to the box.
      field.current?.blur();
      change({ eventId: first.event.id }, "replace");
    } catch {
      // The list below shows what went wrong.
    }
  }

  function readPhoto(file: File) {
    photo.mutate(file, {
      onSuccess: ({ codes }) => {
        if (codes.length === 0) toaster.info({ title: t("photoEmpty"), description: t("photoEmptyHint") });
        else void find(codes.map((code) => code.text).join("\n"));
      },
      onError: (error) => toaster.error({ title: t("photoFailed"), description: text(error) }),
    });
  }

  useTraceKeys((key) => {
    if (key === "/") {
      field.current?.focus();
      field.current?.select();
      return true;
    }
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (listed.length === 0) return false;
      const at = listed.indexOf(params.eventId ?? "");
      const next = listed[at < 0 ? 0 : at + (key === "ArrowDown" ? 1 : -1)];
      if (next) open(next);
      return true;
    }
    if (!params.eventId) return false;
    if (key === " ") player.current?.toggle();
    if (key === ",") player.current?.step(-1);
    if (key === ".") player.current?.step(1);
    if (key === "c") clips.current?.cut();
    if (key === "d") clips.current?.download();
    return true;
  });

  const actions = { onOpen: open, onSearch: (code: string) => void find(code), onChoose: selection.toggle };
  const panel = params.eventId !== null && (
    <EventPanel
      eventId={params.eventId}
      player={player}
      clips={clips}
      onSearch={actions.onSearch}
      onClose={isWide ? () => open(null) : undefined}
    />
  );

  return (
    <Page title={t("title")} lead={t("lead")}>
      <Grid templateColumns={{ base: "minmax(0, 1fr)", lg: "minmax(0, 1fr) minmax(0, 1fr)", "2xl": "minmax(0, 5fr) minmax(0, 6fr)" }} gap="4" alignItems="start">
        <Stack gap="3" minW="0">
          <SearchForm
            value={typed.text}
            onValue={(value) => setTyped({ text: value, over: params.text })}
            onSearch={(wanted) => void find(wanted)}
            onTable={setTable}
            onPhoto={readPhoto}
            busy={search.isFetching || photo.isPending}
            field={field}
          />
          <FilterBar
            range={params.range}
            zone={zone}
            cameras={cameras}
            cameraIds={params.cameraIds}
            onRange={(range) => change({ range }, "replace")}
            onCameras={(cameraIds) => change({ cameraIds }, "replace")}
          />
          {!searching ? (
            <LatestEvents
              wish={{ ...when, cameraIds: params.cameraIds, page: params.page }}
              filtered={when.fromMs !== null || when.toMs !== null || params.cameraIds.length > 0}
              openId={params.eventId}
              chosen={selection.chosen}
              actions={actions}
              onPage={(page) => change({ page })}
            />
          ) : search.data ? (
            <ResultGroups
              result={search.data}
              openId={params.eventId}
              chosen={selection.chosen}
              actions={actions}
              onPage={(page) => change({ page })}
            />
          ) : search.error ? (
            <Panel>
              <ErrorPanel error={search.error} onRetry={() => void search.refetch()} />
            </Panel>
          ) : (
            <Panel>
              <RowSkeletons />
            </Panel>
          )}
          <BatchBar chosen={selection.chosen} onClear={() => selection.replace([])} onAll={() => selection.replace(listed)} />
        </Stack>
        {isWide && (
          <Box position="sticky" top="4" minW="0">
            {panel || <NothingOpen />}
          </Box>
        )}
      </Grid>
      {!isWide && (
        <Modal open={params.eventId !== null} onClose={() => open(null)} title={t("event")}>
          {panel}
        </Modal>
      )}
      <TableDialog file={table} onClose={() => setTable(null)} onCodes={(codes) => void find(codes.join("\n"))} />
    </Page>
  );
}
