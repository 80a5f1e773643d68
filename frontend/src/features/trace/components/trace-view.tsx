"use client";

import { Box, Grid, Skeleton, Stack, useBreakpointValue } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Page } from "@/components/page";
import { useCameras } from "@/lib/cameras/cameras";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useRefreshOn } from "@/lib/live/use-refresh-on";
import { insist } from "@/lib/parts/insist";
import { useEver } from "@/lib/use-ever";
import { keep, kept } from "@/lib/session/kept";
import { useScans } from "@/lib/scanner/scans";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useNow } from "@/lib/time/use-now";

import { traceKeys } from "../api/keys";
import { searchQuery, type SearchWish } from "../api/search";
import { instants } from "../hooks/range";
import { useFiles } from "../hooks/use-files";
import { useResults, type Part } from "../hooks/use-results";
import { useSelection } from "../hooks/use-selection";
import { useSteadyActions } from "../hooks/use-steady-actions";
import { useTraceKeys, type TraceKey } from "../hooks/use-trace-keys";
import { addressOf, searchOf, useTraceParams } from "../hooks/use-trace-params";
import { BatchBar } from "./batch-bar";
import type { ClipHandle } from "./clip-section";
import { FilterBar } from "./filter-bar";
import { NothingOpen } from "./nothing-open";
import { PageActions } from "./page-actions";
import { SKIP_S, type PlayerHandle } from "./player";
import { ResultList } from "./result-list";
import { SearchForm } from "./search-form";

// The list does not wait for the player nor for dialogs: without a place to wait in of their own, the page would.
const loadPanel = () => insist(() => import("./event-panel"));
const loadModal = () => insist(() => import("@/components/modal"));
const Modal = dynamic(() => loadModal().then((module) => module.Modal), { loading: () => null });
const HelpDialog = dynamic(() => insist(() => import("./help-dialog")).then((module) => module.HelpDialog), { loading: () => null });
const TableDialog = dynamic(() => insist(() => import("./table-dialog")).then((module) => module.TableDialog), { loading: () => null });
const EventPanel = dynamic(() => loadPanel().then((module) => module.EventPanel), {
  loading: () => <Skeleton aspectRatio="16 / 9" w="full" />,
});

/** After midnight "today" is another day, also on a page that is open for days. */
const MINUTE_MS = 60_000;
/** Cutting hundreds of clips takes longer than somebody stays on the page: whoever comes back finds the batch. */
const BATCH = "batch";
const FIRST_TOUCH = ["keydown", "paste", "pointerdown"] as const;

/** The player and the dialogs are fetched with the first key or press, so that the page itself stays light. */
function useLoadAhead() {
  useEffect(() => {
    const load = () => {
      stop();
      void Promise.all([loadPanel(), loadModal()]);
    };
    const stop = () => FIRST_TOUCH.forEach((name) => window.removeEventListener(name, load));
    FIRST_TOUCH.forEach((name) => window.addEventListener(name, load));
    return stop;
  }, []);
}

/** Find a parcel by its code and see how it was packed. */
export function TraceView() {
  const t = useTranslations("trace");
  const text = useErrorText();
  const client = useQueryClient();
  const [params, change] = useTraceParams();
  // What is typed holds until another text is searched, be it by the address or by going back.
  const [typed, setTyped] = useState({ text: params.text, over: params.text });
  if (typed.over !== params.text) setTyped({ text: params.text, over: params.text });
  const nowMs = useNow(MINUTE_MS);
  useLoadAhead();
  const [help, setHelp] = useState(false);
  // The event whose video has its first picture: until then no filmstrip competes with it.
  const [settledId, setSettledId] = useState<string | null>(null);
  const selection = useSelection();
  // Of a list that is longer than what is cut together: the part that is chosen.
  const [part, setPart] = useState<(Part & { number: number }) | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const player = useRef<PlayerHandle>(null);
  const clips = useRef<ClipHandle>(null);
  const isWide = useBreakpointValue({ base: false, lg: true }, { ssr: false }) ?? true;

  const siteZone = useSiteZone();
  const cameras = useCameras().data?.items ?? [];
  const zone = (cameras.find((camera) => params.cameraIds.includes(camera.id)) ?? cameras[0])?.timezone ?? siteZone;
  const when = instants(params.range, zone, nowMs);
  const wish: SearchWish = { text: params.text, ...when, cameraIds: params.cameraIds };
  const results = useResults(wish);
  useRefreshOn(["event"], traceKeys.events, 1_500);

  const { eventId, batchId } = params;
  useEffect(() => {
    if (batchId !== null) keep(BATCH, batchId);
  }, [batchId]);
  const settle = useCallback(() => setSettledId(eventId), [eventId]);

  function open(id: string | null) {
    change({ eventId: id }, "replace");
  }

  function showBatch(id: string | null) {
    keep(BATCH, id);
    change({ batchId: id }, "replace");
  }

  async function find(wanted: string) {
    const next = wanted.trim();
    setTyped({ text: next, over: params.text });
    clearChosen();
    change({ text: next, eventId: null });
    if (next === "") return;
    const asked = window.location.search;
    try {
      const found = await client.fetchQuery(searchQuery({ ...wish, text: next }, 1));
      // Meanwhile another parcel was scanned, an event opened, or the page left: the answer opens nothing there.
      if (window.location.search !== asked) return;
      const first = found.groups.find((group) => group.matches.length > 0)?.matches[0];
      if (!first) return field.current?.select();
      // Keys now mean the player; `/` comes back to the box.
      field.current?.blur();
      change({ eventId: first.event.id }, "replace");
    } catch {
      // The list below shows what went wrong.
    }
  }

  const files = useFiles((codes) => void find(codes.join("\n")));
  const everOpen = useEver(eventId !== null);
  const everHelp = useEver(help);
  const everTable = useEver(files.table !== null);

  useScans((code) => {
    setHelp(false);
    files.closeTable();
    void find(code);
  });

  function pressed(key: TraceKey): boolean {
    if (key === "?") setHelp(true);
    else if (key === "/") {
      field.current?.focus();
      field.current?.select();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      const listed = results.listed();
      if (listed.length === 0) return false;
      const at = listed.indexOf(eventId ?? "");
      const next = listed[at < 0 ? 0 : at + (key === "ArrowDown" ? 1 : -1)];
      if (next) open(next);
    } else if (eventId === null) return false;
    else if (key === " ") player.current?.toggle();
    else if (key === "ArrowLeft" || key === "ArrowRight") player.current?.skip(key === "ArrowRight" ? SKIP_S : -SKIP_S);
    else if (key === "," || key === ".") player.current?.step(key === "." ? 1 : -1);
    else if (key === "c") clips.current?.cut();
    else if (key === "d") clips.current?.download();
    else player.current?.zoom(key === "0" ? 0 : key === "+" ? 1.5 : 1 / 1.5);
    return true;
  }
  useTraceKeys(pressed);

  async function choosePart(number: number) {
    try {
      const chosen = await results.part(number);
      selection.replace(chosen.ids);
      setPart({ ...chosen, number });
    } catch (error) {
      toaster.error({ title: t("chooseFailed"), description: text(error) });
    }
  }

  function clearChosen() {
    selection.replace([]);
    setPart(null);
  }

  function openSaved(address: string) {
    clearChosen();
    change({ ...searchOf(address), eventId: null });
  }

  function choose(id: string, wanted: boolean) {
    setPart(null);
    selection.toggle(id, wanted);
  }

  const actions = useSteadyActions({ onOpen: open, onSearch: (code) => void find(code), onChoose: choose });
  const panel = eventId !== null && (
    <EventPanel
      eventId={eventId}
      player={player}
      clips={clips}
      onSearch={actions.onSearch}
      onSettled={settle}
      onClose={isWide ? () => open(null) : undefined}
    />
  );

  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={<PageActions wish={wish} addressNow={() => addressOf(params)} onOpen={openSaved} onHelp={() => setHelp(true)} />}
    >
      <Grid templateColumns={{ base: "minmax(0, 1fr)", lg: "minmax(0, 1fr) minmax(0, 1fr)", "2xl": "minmax(0, 5fr) minmax(0, 6fr)" }} gap="4" alignItems="start">
        <Stack gap="3" minW="0">
          <SearchForm
            value={typed.text}
            onValue={(value) => setTyped({ text: value, over: params.text })}
            onSearch={(wanted) => void find(wanted)}
            onTable={files.readTable}
            onPhoto={files.readPhoto}
            busy={results.busy || files.busy}
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
          {params.lost && <Notice tone="info">{t("listLost")}</Notice>}
          <ResultList
            wish={wish}
            filtered={when.fromMs !== null || when.toMs !== null || params.cameraIds.length > 0}
            openId={eventId}
            chosen={selection.chosen}
            calm={eventId === null || eventId === settledId}
            actions={actions}
          />
          <BatchBar
            chosen={selection.chosen}
            part={part}
            batchId={batchId ?? kept(BATCH)}
            onBatch={showBatch}
            onClear={clearChosen}
            onAll={() => void choosePart(0)}
            onNext={part?.more ? () => void choosePart(part.number + 1) : undefined}
          />
        </Stack>
        {isWide && (
          <Box position="sticky" top="4" minW="0" maxH="calc(100dvh - 2rem)" overflowY="auto" rounded="lg">
            {panel || <NothingOpen />}
          </Box>
        )}
      </Grid>
      {!isWide && everOpen && (
        <Modal open={eventId !== null} onClose={() => open(null)} title={t("event")}>
          {panel}
        </Modal>
      )}
      {everTable && <TableDialog file={files.table} onClose={files.closeTable} onCodes={(codes) => void find(codes.join("\n"))} />}
      {everHelp && <HelpDialog open={help} onClose={() => setHelp(false)} />}
    </Page>
  );
}
